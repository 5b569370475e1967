package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.Request;

/** Requests before and after as texts in which nobody is named. */
final class ShownRequests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Collection<String> names;
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();

  /** Hides these names. */
  ShownRequests(Collection<String> names) {
    this.names = names;
  }

  void before(Delivered delivered) {
    show(delivered, before);
  }

  void after(Delivered delivered) {
    show(delivered, after);
  }

  Comparison.Example example(String id) {
    return new Comparison.Example(id, before, after);
  }

  /** The names of what differs; empty when nothing does. */
  static Set<String> different(Delivered before, Delivered after) {
    Set<String> fields = new TreeSet<>();
    if (before.requests().size() != after.requests().size()) {
      fields.add("number of requests");
    } else {
      for (int i = 0; i < before.requests().size(); i++) {
        fields.addAll(
            Fields.different(json(before.requests().get(i)), json(after.requests().get(i)))
                .keySet());
      }
    }
    if (!String.valueOf(before.error()).equals(String.valueOf(after.error()))) {
      fields.add("its failure");
    }
    return fields;
  }

  private static ObjectNode json(Request request) {
    ObjectNode json =
        JSON.createObjectNode().put("method", request.method()).put("to", request.to());
    json.set("headers", JSON.valueToTree(request.headers()));
    json.set("body", Fields.read(request.body()));
    return json;
  }

  private void show(Delivered delivered, List<String> shown) {
    for (Request request : delivered.requests()) {
      shown.add(
          Masks.hide(
              "%s %s\n%s\n%s"
                  .formatted(
                      request.method(),
                      request.to(),
                      request.headers().isEmpty() ? "" : request.headers(),
                      pretty(request.body())),
              names));
    }
    if (delivered.error() != null) {
      shown.add(Masks.hide("fails: " + delivered.error(), names));
    }
  }

  private static String pretty(String body) {
    var json = Fields.read(body);
    return json.isContainerNode() ? json.toPrettyString() : body;
  }
}
