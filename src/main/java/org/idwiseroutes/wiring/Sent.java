package org.idwiseroutes.wiring;

import java.util.Map;

/**
 * A delivery that would be added.
 *
 * @param key what tells it from another delivery of the same run there; empty for none
 * @param lane that of its own; null for that of the event
 * @param urgent whether it is tried by consumers of its own as well
 * @param step the id of the step that adds it
 * @param variables what the rules have set for it, such as the team of a mail
 * @param travelling all variables that its route would read
 * @param body what its route would get
 */
public record Sent(
    String destination,
    String key,
    String lane,
    boolean urgent,
    String step,
    Map<String, String> variables,
    Map<String, Object> travelling,
    String body) {

  /** "email (team: compliance)". */
  @Override
  public String toString() {
    if (variables.isEmpty()) {
      return destination;
    }
    String said = variables.toString();
    return destination + " (" + said.substring(1, said.length() - 1).replace("=", ": ") + ")";
  }
}
