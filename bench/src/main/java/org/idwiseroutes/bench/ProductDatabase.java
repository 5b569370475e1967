package org.idwiseroutes.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the benchmark does to the product's database behind its back. */
record ProductDatabase(String url) {

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

  /** Empties it, once nobody works on it, and resumes all destinations. */
  void truncate() throws SQLException, InterruptedException {
    execute("UPDATE destination SET paused_at = now()");
    Thread.sleep(3_000);
    execute("TRUNCATE attempt, delivery, event, journey, remote_id");
    execute(
        """
        UPDATE destination SET paused_at = NULL, failures = 0, held_since = NULL,
          next_probe_at = NULL
        """);
  }

  void fill(long events) throws SQLException {
    execute(
        """
        INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
          payload, state, received_at)
        SELECT gen_random_uuid(), 'bench', 'filled-' || n, 'Finished Journey', 'f' || n, 'f' || n,
          'r' || n, repeat('x', 200), 'decided', now() FROM generate_series(1, %d) n
        """
            .formatted(events));
    execute("VACUUM ANALYZE event");
    execute("CHECKPOINT");
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
        Thread.sleep(100);
      }
    }
  }

  private static boolean exists(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }
}
