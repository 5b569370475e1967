package org.idwiseroutes.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * Refuses, before the first event, a PostgreSQL database in which the user may not read or write
 * each table: an event would be taken there and then be stuck. Tables of other owners in the schema
 * are not looked at, nor the sequences of identity columns, which need no right. Nothing is deleted
 * from the audit, so that right may be missing there.
 */
@Component
class RightsCheck implements Callback {

  private static final String MISSING =
      """
      SELECT c.relname || ': ' || string_agg(p.name, ', ')
      FROM pg_class c
      JOIN pg_class known ON known.oid = to_regclass('event') AND known.relowner = c.relowner
        AND known.relnamespace = c.relnamespace
      CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p(name)
      WHERE c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
        AND NOT (c.relname = 'audit' AND p.name = 'DELETE')
        AND NOT has_table_privilege(c.oid, p.name)
      GROUP BY c.relname
      UNION ALL
      SELECT c.relname || ': USAGE'
      FROM pg_class c
      JOIN pg_class known ON known.oid = to_regclass('event') AND known.relowner = c.relowner
        AND known.relnamespace = c.relnamespace
      WHERE CASE c.relkind WHEN 'S' THEN NOT has_sequence_privilege(c.oid, 'USAGE') ELSE FALSE END
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'i')
      ORDER BY 1
      """;

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    List<String> missing = new ArrayList<>();
    try {
      if (!context.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return;
      }
      try (Statement statement = context.getConnection().createStatement();
          ResultSet rows = statement.executeQuery(MISSING)) {
        while (rows.next()) {
          missing.add(rows.getString(1));
        }
      }
      if (!missing.isEmpty()) {
        throw new SQLException(
            "missing: " + String.join("; ", missing), SchemaFailures.INSUFFICIENT_PRIVILEGE);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The rights on the tables do not suffice", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "rights";
  }
}
