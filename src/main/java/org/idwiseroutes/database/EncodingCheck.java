package org.idwiseroutes.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/** Refuses, before anything is written, a PostgreSQL database that cannot hold every name. */
@Component
public class EncodingCheck implements Callback {

  private static final String WANTED = "UTF8";

  /** What to do about a database of another encoding. */
  public static final String ADVICE =
      "names such as Łódź could not be stored; make another one with"
          + " CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 and set spring.datasource.url";

  /** Whether a database of this encoding holds every character. */
  public static boolean isGood(String encoding) {
    return WANTED.equals(encoding);
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      if (!context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return;
      }
      try (Statement statement = context.getConnection().createStatement();
          ResultSet row = statement.executeQuery("SHOW server_encoding")) {
        row.next();
        String encoding = row.getString(1);
        if (!isGood(encoding)) {
          throw new IllegalStateException(
              "The database's encoding is %s and not UTF8: %s".formatted(encoding, ADVICE));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The database's encoding cannot be asked", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "encoding";
  }
}
