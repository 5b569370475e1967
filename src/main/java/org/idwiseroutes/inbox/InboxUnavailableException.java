package org.idwiseroutes.inbox;

/** The event was not stored; its sender has to come again. */
public class InboxUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
