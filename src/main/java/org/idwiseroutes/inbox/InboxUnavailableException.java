package org.idwiseroutes.inbox;

import java.util.concurrent.TimeoutException;

/** The event was not stored; its sender has to come again. */
public class InboxUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  boolean isTimeout() {
    return getCause() instanceof TimeoutException;
  }
}
