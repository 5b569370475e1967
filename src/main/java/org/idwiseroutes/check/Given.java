package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.inbox.DryDecide;

/**
 * A decided event that the rules are shown.
 *
 * @param variables those that {@code decide} sets
 * @param document the body that {@code decide} makes of it, as JSON text
 */
record Given(Map<String, Object> variables, String document) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One of which the variables are known, with an empty body of IDWise's. */
  static Given of(Map<String, Object> variables) {
    ObjectNode document = JSON.valueToTree(variables);
    document.putObject("body");
    return new Given(variables, document.toString());
  }

  /** What {@code decide} has made of an event. */
  static Given of(ObjectNode document) {
    return new Given(DryDecide.variables(document), document.toString());
  }

  /** The fields of such a document, whatever the event. */
  static Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    new DryDecide(Duration.ZERO, false)
        .decide("live", JSON.createObjectNode(), Instant.EPOCH)
        .fieldNames()
        .forEachRemaining(fields::add);
    return fields;
  }

  /** "Finished Journey with Refer". */
  String what() {
    return variables.containsKey("decision")
        ? variables.get("event") + " with " + variables.get("decision")
        : String.valueOf(variables.get("event"));
  }
}
