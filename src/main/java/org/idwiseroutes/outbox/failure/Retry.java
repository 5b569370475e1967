package org.idwiseroutes.outbox.failure;

/** How often a delivery is tried again after a failure. */
public enum Retry {

  /** Another attempt cannot help. */
  NEVER(1),

  /** It may pass, though most likely somebody has to change something first. */
  FEW(5),

  /** As often as the destination's settings say. */
  AS_SET(Integer.MAX_VALUE);

  private final int attempts;

  Retry(int attempts) {
    this.attempts = attempts;
  }

  /** Whether a delivery that has failed in so many attempts of its series is given up. */
  public boolean isOverAfter(int failed) {
    return failed >= attempts;
  }
}
