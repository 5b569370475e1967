package org.idwiseroutes.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that is away from one that refuses what it was given. One that reads and does
 * not write is away too.
 */
public final class Outage {

  /**
   * Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, insufficient resources
   * (disk full, too many connections), operator intervention (shutdown), system error.
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

  /**
   * PostgreSQL reads only: a primary that has become a standby, or {@code
   * default_transaction_read_only}.
   */
  private static final String READ_ONLY = "25006";

  /**
   * PostgreSQL has cancelled a statement, as it does at the session's {@code statement_timeout}:
   * one that is set for a role or a database holds for a session until that ends.
   */
  private static final String CANCELLED = "57014";

  /**
   * H2 is closed, or has been by a disk that failed: the object is closed, I/O failed (two), the
   * connection is broken, the database is closed (two).
   */
  private static final Set<String> H2_CLOSED =
      Set.of("90007", "90028", "90031", "90067", "90098", "90121");

  private Outage() {}

  /** Whether the same may succeed later without any change. */
  public static boolean is(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof CannotCreateTransactionException
          || cause instanceof SQLTransientConnectionException
          || isFailedRollback(cause)
          || cause instanceof SQLException sql && isOutage(sql)) {
        return true;
      }
    }
    return false;
  }

  /** Only a connection that is gone cannot be rolled back; it hides what went wrong before. */
  private static boolean isFailedRollback(Throwable thrown) {
    return thrown instanceof TransactionSystemException failed
        && failed.getApplicationException() != null;
  }

  /**
   * Whether a session that has said this says it again though others might not: it is bound to a
   * server that writes no more, to a database that is closed, or to a limit of time.
   */
  static boolean isOfSession(SQLException thrown) {
    String state = thrown.getSQLState();
    return state != null
        && (state.equals(READ_ONLY) || state.equals(CANCELLED) || H2_CLOSED.contains(state));
  }

  private static boolean isOutage(SQLException thrown) {
    String state = thrown.getSQLState();
    return state != null
        && state.length() == 5
        && (CLASSES.contains(state.substring(0, 2)) || isOfSession(thrown));
  }
}
