package org.idwiseroutes.inbox;

/** A body that is no event; the message says what is wrong, for IDWise and operators alike. */
public class UnreadableBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableBodyException(String message) {
    super(message);
  }
}
