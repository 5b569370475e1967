package org.idwiseroutes.check;

import java.util.List;

/**
 * Changes of rules that no scenario notices.
 *
 * @param changes how many were tried
 * @param problems one for each that no scenario notices, by file and line
 * @param untried the ids of the routes that were not changed, since no scenario can run them
 */
public record Unnoticed(int changes, List<Problem> problems, List<String> untried) {}
