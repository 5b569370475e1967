package org.idwiseroutes.check;

import java.util.List;

/**
 * How a scenario went.
 *
 * @param problems what went otherwise than it says; empty when all went well
 */
public record ScenarioOutcome(String file, String name, List<Problem> problems) {}
