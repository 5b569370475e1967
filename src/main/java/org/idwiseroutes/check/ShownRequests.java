package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.privacy.Vocabulary;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.Request;

/** What of requests differs, as texts in which nobody is named. */
public final class ShownRequests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Collection<String> names;
  private final List<String> changes = new ArrayList<>();
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();

  private ShownRequests(Collection<String> names) {
    this.names = names;
  }

  /** Hides what names the person of an event. */
  public static ShownRequests of(ObjectNode document) {
    ObjectNode telling = document.objectNode();
    for (String name : List.of("journeyId", "journey", "referenceNo", "customer", "body")) {
      telling.set(name, document.path(name));
    }
    return new ShownRequests(Vocabulary.tellingTexts(telling));
  }

  /** Keeps the requests that there would be no longer. */
  public void before(Delivered delivered) {
    show(delivered, before);
  }

  /** Keeps the requests that there would be now. */
  public void after(Delivered delivered) {
    show(delivered, after);
  }

  /** All that was kept, of the event with this id. */
  public Comparison.Example example(String id) {
    return new Comparison.Example(id, changes, before, after);
  }

  /**
   * Keeps the fields that differ between what one place is asked before and after; where the
   * requests are not as many, all of them.
   *
   * @return the names of what differs; empty when nothing does
   */
  public Set<String> changes(String place, Delivered asked, Delivered otherwise) {
    Set<String> fields = new TreeSet<>();
    if (asked.requests().size() != otherwise.requests().size()) {
      fields.add("number of requests");
      before(asked);
      after(otherwise);
      return fields;
    }
    for (int i = 0; i < asked.requests().size(); i++) {
      Fields.different(json(asked.requests().get(i)), json(otherwise.requests().get(i)))
          .forEach(
              (name, values) -> {
                fields.add(name);
                change(place, name, values.before(), values.after());
              });
    }
    String failure = String.valueOf(asked.error());
    String other = String.valueOf(otherwise.error());
    if (!failure.equals(other)) {
      fields.add("its failure");
      change(place, "its failure", failure, other);
    }
    return fields;
  }

  private void change(String place, String name, String before, String after) {
    changes.add(
        Masks.hide("%s: %s was %s, would be %s".formatted(place, name, before, after), names));
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
