package org.idwiseroutes.inbox;

/**
 * Where an event came from.
 *
 * @param authenticatedAs the settings of the secrets that were sent, or {@code anonymous}
 * @param traceparent the trace that it belongs to; null for none
 */
public record Origin(String source, String authenticatedAs, String traceparent) {}
