package org.idwiseroutes.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the benchmark does to the product's database behind its back. */
record ProductDatabase(String url) {

  /**
   * What PostgreSQL has done for this database.
   *
   * @param millis of executing and planning, commits not counted
   * @param wal bytes of its log
   */
  record Work(long statements, double millis, long wal) {

    Work since(Work before) {
      return new Work(statements - before.statements, millis - before.millis, wal - before.wal);
    }

    Work and(Work other) {
      return new Work(statements + other.statements, millis + other.millis, wal + other.wal);
    }
  }

  Work work() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet sums =
            statement.executeQuery(
                """
                SELECT SUM(calls), SUM(total_exec_time + total_plan_time), SUM(wal_bytes)
                FROM pg_stat_statements
                WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                """)) {
      sums.next();
      return new Work(sums.getLong(1), sums.getDouble(2), sums.getLong(3));
    }
  }

  /** All destinations, and not what decides. */
  void pause(boolean paused) throws SQLException {
    execute(
        "UPDATE destination SET paused_at = %s WHERE name <> 'decide'"
            .formatted(paused ? "now()" : "NULL"));
  }

  void pauseCrm() throws SQLException {
    execute("UPDATE destination SET paused_at = now() WHERE name = 'crm'");
  }

  /** Waits until so many deliveries to the CRM are there. */
  void awaitCrm(int deliveries) throws SQLException, InterruptedException {
    await(
        "SELECT 1 WHERE (SELECT COUNT(*) FROM delivery WHERE destination = 'crm') < " + deliveries);
  }

  /** Waits until nothing is pending. */
  void settle() throws SQLException, InterruptedException {
    await("SELECT 1 FROM delivery WHERE status = 'pending' LIMIT 1");
  }

  /**
   * Empties it, once nobody works on it, and leaves all destinations open. The checkpoint lets the log's
   * files be used again, as they are on a server that has run for a while.
   */
  void truncate() throws SQLException, InterruptedException {
    execute("UPDATE destination SET paused_at = now()");
    Thread.sleep(3_000);
    execute("TRUNCATE attempt, delivery, event, journey, remote_id, failure_alert CASCADE");
    execute(
        """
        UPDATE destination SET paused_at = NULL, failures = 0, held_since = NULL,
          next_probe_at = NULL
        """);
    execute("CHECKPOINT");
  }

  void fill(long events) throws SQLException {
    execute(
        """
        INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
          payload, state, received_at)
        SELECT %s, 'bench', 'filled-' || n, 'Finished Journey', 'f' || n, 'f' || n,
          'r' || n, repeat('x', 200), 'decided', now() FROM generate_series(1, %d) n
        """
            .formatted(id("n"), events));
    execute("VACUUM ANALYZE event");
    execute("CHECKPOINT");
  }

  /**
   * So many events of the last month, each delivered to the CRM in one attempt, and among them some
   * that are dead, retried or in quarantine.
   */
  void fillWithDeliveries(long events) throws SQLException {
    execute("UPDATE destination SET paused_at = now()");
    execute(
        """
        INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
          payload, state, problem, decision, changed, outcome, stale, worse, received_at)
        SELECT %2$s, 'bench', 'filled-' || n,
          (ARRAY['Finished Journey', 'Manually Reviewed', 'AML Monitor Update'])[1 + n %% 3],
          'f' || n, 'f' || n, 'r' || n, '{"event":"Finished Journey","body":{"eventId":"e"}}',
          CASE WHEN n %% 3000 = 0 THEN 'quarantined' ELSE 'decided' END, NULL,
          (ARRAY['Complete', 'Refer', 'Approved', 'Rejected'])[1 + n %% 4], TRUE, 'verified', FALSE,
          FALSE, now() - (%1$d - n) * interval '30 days' / %1$d
        FROM generate_series(1, %1$d) n
        """
            .formatted(events, id("n")));
    execute(
        """
        INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, variables, status,
          series, attempts, next_attempt_at, fence, last_error, failure_group, created_at,
          finished_at)
        SELECT id, 'crm', CAST(id AS VARCHAR), id, 'crm/bench/' || journey_key, seq,
          '{}', CASE WHEN seq %% 400 = 0 THEN 'dead' WHEN seq %% 500 = 1 THEN 'pending'
            ELSE 'delivered' END,
          1, 1, received_at, 1,
          CASE WHEN seq %% 400 = 0 OR seq %% 500 = 1 THEN 'HTTP 422: group ' || seq %% 7 END,
          CASE WHEN seq %% 400 = 0 OR seq %% 500 = 1 THEN 'HTTP 422: group ' || seq %% 7 END,
          received_at, received_at
        FROM event
        """
            .replace("%%", "%"));
    execute(
        """
        INSERT INTO attempt (delivery_id, series, number, outcome, node, started_at, duration_ms)
        SELECT id, 1, 1, 'delivered', 'bench', created_at, 12 FROM delivery
        """);
    execute("VACUUM ANALYZE");
    execute("CHECKPOINT");
  }

  /** Like the product's, an id that begins with its time: the n-th millisecond of some day. */
  private static String id(String n) {
    return "CAST(lpad(to_hex(1700000000000 + %1$s), 12, '0') || '70008000' || lpad(to_hex(%1$s), 12, '0') AS uuid)"
        .formatted(n);
  }

  /** The first column of the first row. */
  String text(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void await(String none) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      while (exists(statement, none)) {
        Thread.sleep(50);
      }
    }
  }

  private static boolean exists(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }
}
