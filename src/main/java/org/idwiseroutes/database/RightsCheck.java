package org.idwiseroutes.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * Ends the start when the user of a PostgreSQL database lacks a right that the product uses on one
 * of its tables: an event would be taken and then be stuck. It asks for nothing else, so tables of
 * others in the schema do not count, nor does who owns ours, nor do rights on single columns.
 */
@Component
class RightsCheck {

  /** Sequences of identity columns need no right. */
  private static final String MISSING =
      """
      SELECT needed.name || ': ' || string_agg(needed.privilege, ', ' ORDER BY needed.place) AS line
      FROM (
        SELECT name, privilege, place
        FROM (VALUES
          ('activity', 'SELECT,INSERT,UPDATE,DELETE'),
          ('api_call', 'SELECT,INSERT,UPDATE,DELETE'),
          ('attempt', 'SELECT,INSERT,UPDATE,DELETE'),
          ('audit', 'SELECT,INSERT,UPDATE'),
          ('delivery', 'SELECT,INSERT,UPDATE,DELETE'),
          ('destination', 'SELECT,INSERT,UPDATE'),
          ('destination_failure', 'SELECT,INSERT,DELETE'),
          ('erasure', 'SELECT,INSERT,UPDATE,DELETE'),
          ('erasure_key', 'SELECT,INSERT,UPDATE'),
          ('erasure_answer', 'SELECT,INSERT,UPDATE,DELETE'),
          ('erasure_request', 'SELECT,INSERT,DELETE'),
          ('every_attempt', 'SELECT'),
          ('event', 'SELECT,INSERT,UPDATE,DELETE'),
          ('exchange_log', 'SELECT,INSERT,DELETE'),
          ('alert', 'SELECT,INSERT,UPDATE,DELETE'),
          ('failure_alert', 'SELECT,INSERT,UPDATE,DELETE'),
          ('proposal', 'SELECT,INSERT,UPDATE,DELETE'),
          ('journey', 'SELECT,INSERT,UPDATE,DELETE'),
          ('mail_reached', 'SELECT,INSERT,DELETE'),
          ('milestone', 'SELECT,INSERT,DELETE'),
          ('remote_id', 'SELECT,INSERT,UPDATE,DELETE'),
          ('replay', 'SELECT,INSERT,UPDATE,DELETE'),
          ('replay_item', 'SELECT,INSERT,UPDATE,DELETE'),
          ('comparison', 'SELECT,INSERT,UPDATE,DELETE'),
          ('comparison_item', 'SELECT,INSERT,UPDATE,DELETE'),
          ('rules_run', 'SELECT,INSERT,DELETE'),
          ('rules_text', 'SELECT,INSERT,UPDATE,DELETE'),
          ('rules_version', 'SELECT,INSERT,UPDATE,DELETE'),
          ('seal', 'SELECT,INSERT,DELETE'),
          ('shadow', 'SELECT,INSERT,UPDATE,DELETE'),
          ('sighting', 'SELECT,INSERT,UPDATE'),
          ('node', 'SELECT,INSERT,UPDATE,DELETE'),
          ('timer', 'SELECT,INSERT,DELETE'),
          ('store_probe', 'SELECT,INSERT,DELETE')
        ) AS used(name, rights)
        CROSS JOIN unnest(string_to_array(rights, ',')) WITH ORDINALITY AS one(privilege, place)
      ) AS needed
      WHERE to_regclass(needed.name) IS NULL
        OR NOT has_table_privilege(to_regclass(needed.name)::oid, needed.privilege)
      GROUP BY needed.name
      UNION ALL
      SELECT 'delivery_turn: USAGE'
      WHERE to_regclass('delivery_turn') IS NULL
        OR NOT has_sequence_privilege(to_regclass('delivery_turn')::oid, 'USAGE,UPDATE')
      ORDER BY line
      """;

  /**
   * Asks.
   *
   * @throws IllegalStateException when a right is missing; the cause names the tables
   */
  RightsCheck(DataSource database) {
    List<String> missing = missing(database);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "The rights on the tables do not suffice",
          new SQLException(
              "missing: " + String.join("; ", missing), SchemaFailures.INSUFFICIENT_PRIVILEGE));
    }
  }

  private static List<String> missing(DataSource database) {
    List<String> missing = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        try (Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(MISSING)) {
          while (rows.next()) {
            missing.add(rows.getString(1));
          }
        }
      }
      return missing;
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The database does not say which rights its user has on the tables", e);
    }
  }
}
