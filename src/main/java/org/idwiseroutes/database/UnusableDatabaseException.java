package org.idwiseroutes.database;

/** The database is not one that a node can run on; the message says what to do. */
class UnusableDatabaseException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  UnusableDatabaseException(String message) {
    super(message);
  }
}
