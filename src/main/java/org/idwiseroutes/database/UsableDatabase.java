package org.idwiseroutes.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * Refuses, before anything is written, a PostgreSQL database that cannot hold every name, or that
 * takes nothing that is written. Flyway makes its own table before it migrates, so the database is
 * asked before Flyway validates.
 */
@Component
public class UsableDatabase implements Callback {

  private static final String WANTED = "UTF8";

  /** What to do about a database of another encoding. */
  public static final String OF_ANOTHER_ENCODING =
      "names such as Łódź could not be stored; make another one with"
          + " CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 and set spring.datasource.url";

  /** What to do about a database that reads but does not write. */
  public static final String READ_ONLY =
      "name the primary in spring.datasource.url (targetServerType=primary picks it from several"
          + " hosts), or set default_transaction_read_only to off for the database and its user";

  /** Whether a database of this encoding holds every character. */
  public static boolean holdsAll(String encoding) {
    return WANTED.equals(encoding);
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_VALIDATE || event == Event.BEFORE_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    Connection connection = context.getConnection();
    try {
      if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return;
      }
      String encoding = show(connection, "server_encoding");
      if (!holdsAll(encoding)) {
        throw new UnusableDatabaseException(
            "The database's encoding is %s and not UTF8: %s"
                .formatted(encoding, OF_ANOTHER_ENCODING));
      }
      if (show(connection, "transaction_read_only").equals("on")) {
        throw new UnusableDatabaseException(
            "The database takes nothing that is written (transaction_read_only is on): "
                + READ_ONLY);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be asked what it is", e);
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public String getCallbackName() {
    return "usable";
  }
}
