package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A step of a route that sets a variable.
 *
 * @param constant what it sets it to when that is written out; empty when it is not
 */
record SetVariable(String name, String constant) {

  static boolean isAt(String pointer) {
    return pointer.matches(".*/(setVariable|setVariables/variables/\\d+)");
  }

  static SetVariable of(JsonNode step) {
    JsonNode constant = step.at("/expression/constant");
    return new SetVariable(
        step.path("name").asText(),
        constant.isTextual() ? constant.asText() : constant.path("expression").asText());
  }
}
