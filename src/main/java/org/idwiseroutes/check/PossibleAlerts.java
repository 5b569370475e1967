package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Alerts of every kind and state, as the routes get them. */
final class PossibleAlerts {

  static final List<String> KINDS =
      List.of(
          "failures",
          "held",
          "refused",
          "routes",
          "silence",
          "deadline",
          "quarantine",
          "proposal",
          "erasure",
          "ledger");

  static final List<String> STATES = List.of("began", "worse", "reminder", "ended");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> COUNTED = Set.of("failures", "held", "deadline", "quarantine");

  private static final Set<String> OF_NOBODY = Set.of("proposal", "erasure", "ledger");
  private static final String MOMENT = "2026-01-01T10:00:00Z";

  private PossibleAlerts() {}

  static List<Given> all() {
    return KINDS.stream()
        .flatMap(kind -> STATES.stream().map(state -> alert(kind, state)))
        .toList();
  }

  /** The fields of each. */
  static Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    Fields.names(Fields.read(all().get(0).document()), fields);
    return fields;
  }

  private static Given alert(String kind, String state) {
    String id = "00000000-0000-0000-0000-000000000000";
    Map<String, Object> variables = new HashMap<>();
    variables.put("alertId", id);
    variables.put("state", state);
    variables.put("kind", kind);
    variables.put("subject", "crm");
    ObjectNode letter =
        JSON.createObjectNode()
            .put("id", id)
            .put("state", state)
            .put("kind", kind)
            .put("subject", "crm")
            .put("text", "crm does not answer")
            .putNull("count")
            .putNull("people")
            .put("since", MOMENT)
            .put("at", MOMENT)
            .put("link", "https://console.example/console/alerts");
    if (COUNTED.contains(kind)) {
      letter.put("count", 3).put("people", 2);
      variables.put("people", 2);
    }
    if (OF_NOBODY.contains(kind)) {
      letter.put("count", 1);
    }
    return new Given(variables, letter.toString());
  }
}
