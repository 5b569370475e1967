package org.idwiseroutes.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * An act that waits, or has waited, for a second person.
 *
 * @param act {@code erase}, {@code replay}, {@code discard} or {@code backfill}
 * @param what of what, in words
 * @param operator who has proposed it, and why
 * @param state {@code waiting}, {@code approved}, {@code refused} or {@code expired}
 * @param decidedBy who has approved or refused it; null for nobody
 */
public record Proposal(
    UUID id,
    String act,
    String what,
    @JsonIgnore String request,
    String operator,
    String reason,
    Instant createdAt,
    String state,
    String decidedBy,
    Instant decidedAt,
    String decisionReason) {

  static final String ERASE = "erase";

  /** Whether a journey or person is to be erased; else it is about deliveries. */
  @JsonIgnore
  public boolean isErasure() {
    return act.equals(ERASE);
  }

  /** Who may approve it: whoever may do it. */
  public Role role() {
    return isErasure() ? Role.ERASER : Role.OPERATOR;
  }
}
