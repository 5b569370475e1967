package org.idwiseroutes.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away from one that refuses what it was given. */
public final class Outage {

  /**
   * Classes of SQLSTATE (PostgreSQL, appendix A): connection exception, insufficient resources
   * (disk full, too many connections), operator intervention (shutdown), system error.
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

  private Outage() {}

  /** Whether the same may succeed later without any change. */
  public static boolean is(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof CannotCreateTransactionException
          || cause instanceof SQLTransientConnectionException
          || isFailedRollback(cause)
          || cause instanceof SQLException sql && isOutage(sql.getSQLState())) {
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

  private static boolean isOutage(String sqlState) {
    return sqlState != null && sqlState.length() == 5 && CLASSES.contains(sqlState.substring(0, 2));
  }
}
