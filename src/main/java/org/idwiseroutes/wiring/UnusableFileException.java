package org.idwiseroutes.wiring;

import org.springframework.core.NestedExceptionUtils;

/** A route file that Camel does not take. */
public final class UnusableFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;

  UnusableFileException(String file, Exception cause) {
    super(NestedExceptionUtils.getMostSpecificCause(cause).getMessage(), cause);
    this.file = file;
  }

  /** Its name. */
  public String file() {
    return file;
  }
}
