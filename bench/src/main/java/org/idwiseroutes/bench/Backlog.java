package org.idwiseroutes.bench;

import java.sql.SQLException;
import java.util.List;

/** A backlog that the product made, to be had again in any size. */
final class Backlog {

  private final ProductDatabase database;

  private Backlog(ProductDatabase database) {
    this.database = database;
  }

  /** Keeps what is there. */
  static Backlog keep(ProductDatabase database) throws SQLException {
    for (String table : List.of("event", "delivery", "attempt")) {
      database.execute("CREATE TABLE kept_%1$s AS TABLE %1$s".formatted(table));
    }
    return new Backlog(database);
  }

  /** So many copies of it, one after the other, as events of other journeys; at most 255. */
  void copy(int copies) throws SQLException {
    for (int copy = 1; copy <= copies; copy++) {
      copyAs(copy);
    }
    database.execute("VACUUM ANALYZE");
  }

  private void copyAs(int copy) throws SQLException {
    database.execute(
        """
        INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
          payload, authenticated_as, state, decision, changed, outcome, stale, worse, received_at)
        SELECT %1$s, source, event_key || '-%2$d', event, journey_id || '-%2$d',
          journey_key || '-%2$d', reference_no, payload, authenticated_as, state, decision,
          changed, outcome, stale, worse, received_at
        FROM kept_event ORDER BY seq
        """
            .formatted(copied("id", copy), copy));
    database.execute(
        """
        INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, body, variables,
          urgent, status, series, attempts, next_attempt_at, fence, created_at, finished_at)
        SELECT %1$s, destination, message_key || '-%2$d', %3$s, lane || '-%2$d',
          turn + %2$d * 1000000, body, variables, urgent, status, series, attempts,
          next_attempt_at, fence, created_at, finished_at
        FROM kept_delivery ORDER BY seq
        """
            .formatted(copied("id", copy), copy, copied("event_id", copy)));
    database.execute(
        """
        INSERT INTO attempt (delivery_id, series, number, outcome, node, started_at, duration_ms)
        SELECT %s, series, number, outcome, node, started_at, duration_ms FROM kept_attempt
        """
            .formatted(copied("delivery_id", copy)));
  }

  /** Ids begin with their time, so those of a later copy come after all of an earlier one. */
  private static String copied(String id, int copy) {
    return "CAST(overlay(CAST(%s AS text) PLACING '%02x' FROM 1) AS uuid)".formatted(id, copy);
  }
}
