package org.idwiseroutes.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What goes out about an alert.
 *
 * @param state {@code began}, {@code worse}, {@code reminder} or {@code ended}
 * @param link the alert's page in the console
 */
record Letter(
    UUID id,
    String state,
    Kind kind,
    String subject,
    String text,
    Integer count,
    Integer people,
    Instant since,
    Instant at,
    String link) {

  /** What rules see of it. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("alertId", id.toString());
    variables.put("state", state);
    variables.put("kind", kind.toString());
    variables.put("subject", subject);
    if (people != null) {
      variables.put("people", people);
    }
    return variables;
  }
}
