package org.idwiseroutes.outbox;

import org.idwiseroutes.outbox.failure.Failure;

/** Rolls back the transaction of a route that failed, and carries why. */
class RolledBackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  RolledBackException(Failure failure) {
    super(failure.text(), null, false, false);
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
