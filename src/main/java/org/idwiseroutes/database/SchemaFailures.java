package org.idwiseroutes.database;

import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says in one line why the start ended when the database cannot be used: its schema holds tables of
 * somebody else, the user may not create or use its own, its encoding lacks characters, or nothing
 * can be written.
 */
class SchemaFailures implements FailureAnalyzer {

  /** PostgreSQL's SQLSTATE. */
  static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String NO_SCHEMA = "3F000";
  private static final String TABLE_EXISTS = "42P07";
  private static final int H2_TABLE_EXISTS = 42101;

  private static final String SCHEMA_OF_ITS_OWN =
      "give idwise-routes an empty schema: CREATE SCHEMA idwise AUTHORIZATION <user>, and ?currentSchema=idwise at the end of spring.datasource.url; or a database of its own";

  private static final String AS_OWNER =
      "start this version once with spring.flyway.user and spring.flyway.password of the owner, then give the rights on the tables again (docs/production.md, \"Rights in the database\")";

  private static final String GRANT =
      "as the owner of the database: GRANT USAGE, CREATE ON SCHEMA <schema> TO <user> for the user of spring.datasource.username, and GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA <schema> TO <user> and GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA <schema> TO <user> where others own the tables; the schema is that of currentSchema in spring.datasource.url, else public";

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words = words(cause);
      if (words != null) {
        return new FailureAnalysis(words, null, failure);
      }
    }
    return null;
  }

  private static String words(Throwable cause) {
    if (cause instanceof FlywayException flyway
        && flyway.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return "The database's schema holds tables that are not idwise-routes': " + SCHEMA_OF_ITS_OWN;
    }
    if (cause instanceof UnusableDatabaseException) {
      return cause.getMessage();
    }
    if (cause instanceof SQLException sql) {
      if (TABLE_EXISTS.equals(sql.getSQLState()) || sql.getErrorCode() == H2_TABLE_EXISTS) {
        return "The database's schema holds a table of a name that idwise-routes needs (%s): %s"
            .formatted(line(sql), SCHEMA_OF_ITS_OWN);
      }
      if (INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState()) && line(sql).contains("must be owner")) {
        return "What this version changes belongs to another user (%s): %s"
            .formatted(line(sql), AS_OWNER);
      }
      if (INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
        return "The database's user has not the rights that idwise-routes needs (%s): %s"
            .formatted(line(sql), GRANT);
      }
      if (NO_SCHEMA.equals(sql.getSQLState())) {
        return "The database has no schema that its user may use (%s): %s; %s"
            .formatted(line(sql), SCHEMA_OF_ITS_OWN, GRANT);
      }
    }
    return null;
  }

  private static String line(SQLException sql) {
    return sql.getMessage().lines().findFirst().orElse("").strip();
  }
}
