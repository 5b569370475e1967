package org.idwiseroutes.wiring;

/**
 * A condition of a choice that was looked at.
 *
 * @param route the route it stands in
 * @param condition as it is written; null for "otherwise"
 * @param matched whether it was the one that counted
 */
public record Rule(
    String route, String id, String description, String condition, boolean matched) {}
