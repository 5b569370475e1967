package org.idwiseroutes.ledger;

/** A system does not say what it holds; the message is about nobody. */
class UnreadableSystemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSystemException(String message) {
    super(message);
  }
}
