package org.idwiseroutes.result;

/** IDWise's API could not be asked, or refused to answer: trying again later may help. */
public class ResultUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ResultUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
