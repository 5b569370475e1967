package org.idwiseroutes.outbox;

/**
 * Thrown by a route to say that trying again cannot help: the delivery is dead at once. From YAML:
 *
 * <pre>{@code
 * - throwException:
 *     exceptionType: org.idwiseroutes.outbox.PermanentFailureException
 *     message: what is wrong and what to do
 * }</pre>
 */
public class PermanentFailureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PermanentFailureException(String message) {
    super(message);
  }
}
