package org.idwiseroutes.outbox;

/** The route is being stopped and took the exchange no more; the attempt does not count. */
class NotAttemptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAttemptedException(Throwable cause) {
    super("the route is being stopped", cause);
  }
}
