package org.idwiseroutes.webhook;

import java.time.Instant;

/**
 * One call that was not let in.
 *
 * @param source null when there is none of the name that was called
 * @param reason in words, without secrets and without anything that was sent
 */
public record Refusal(Instant at, String address, String source, int status, String reason) {}
