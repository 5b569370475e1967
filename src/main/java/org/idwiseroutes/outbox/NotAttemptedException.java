package org.idwiseroutes.outbox;

/**
 * A route that is being stopped or replaced took the exchange no more; the attempt does not count.
 */
class NotAttemptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAttemptedException(Throwable cause) {
    super("the route is being stopped or replaced", cause);
  }
}
