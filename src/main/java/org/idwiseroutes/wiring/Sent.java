package org.idwiseroutes.wiring;

import java.util.Map;

/**
 * A delivery that would be added.
 *
 * @param variables what the rules have set for it, such as the team of a mail
 */
public record Sent(String destination, Map<String, String> variables) {

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
