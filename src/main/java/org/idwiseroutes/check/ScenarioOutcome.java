package org.idwiseroutes.check;

import java.util.List;

/**
 * How a scenario went.
 *
 * @param problems what went otherwise than it says; empty when all went well
 */
public record ScenarioOutcome(String file, String name, List<Problem> problems) {

  private static final String ALL = "scenarios";

  /** None was run, because of what is wrong elsewhere. */
  static ScenarioOutcome noneWasRun(String why) {
    return new ScenarioOutcome(
        ALL,
        ALL,
        List.of(new Problem(ALL, 0, "none was run, because the routes cannot be run: " + why)));
  }

  boolean wasRun() {
    return !file.equals(ALL);
  }
}
