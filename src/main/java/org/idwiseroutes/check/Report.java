package org.idwiseroutes.check;

import java.util.List;

/**
 * What was found in a folder of routes.
 *
 * @param problems by file and line, those of scenarios among them; empty when nothing is wrong
 * @param scenarios how each went
 */
public record Report(List<Problem> problems, List<ScenarioOutcome> scenarios) {}
