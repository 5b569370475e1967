package org.idwiseroutes.ops;

import java.util.List;

/**
 * What to ask IDWise about.
 *
 * @param source the source of the journeys; needed when journeys are named
 * @param journeys null for those that are overdue, of all sources
 */
record ReconcileRequest(String source, List<String> journeys) {}
