package org.idwiseroutes.journey;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.database.GroupCommit;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ids that other systems gave to what belongs to a journey, by name. */
@Component
class RemoteIds {

  private static final int MOST_PER_COMMIT = 200;
  private static final int MOST_WAITING = 10_000;

  private static final ManyRows<RemoteId> INSERT =
      new ManyRows<>(
          """
          INSERT INTO remote_id (source, journey_key, name, id, kept_at)
          SELECT source, journey_key, name, id, kept_at FROM :rows ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.text("source", row -> row.journey().source()),
              Column.text("journey_key", row -> row.journey().key()),
              Column.text("name", RemoteId::name),
              Column.text("id", RemoteId::id),
              Column.time("kept_at", RemoteId::keptAt)));

  private static final String UPDATE =
      """
      UPDATE remote_id SET id = :id, kept_at = :keptAt
      WHERE source = :source AND journey_key = :key AND name = :name AND id <> :id
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final Clock clock;
  private final GroupCommit<RemoteId, RemoteId> puts;

  RemoteIds(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batch,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.clock = clock;
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    this.puts =
        new GroupCommit<>(
            "remote-ids",
            MOST_PER_COMMIT,
            MOST_WAITING,
            group -> transaction.execute(status -> putAll(group)));
  }

  /** All of a journey's, by name. */
  Map<String, String> of(JourneyKey journey) {
    return ids(
        statement(
            "SELECT name, id FROM remote_id WHERE source = :source AND journey_key = :key",
            journey));
  }

  /** Those of a journey that are kept since then, by name. */
  Map<String, String> since(JourneyKey journey, Instant then) {
    return ids(
        statement(
                """
                SELECT name, id FROM remote_id
                WHERE source = :source AND journey_key = :key AND kept_at >= :then
                """,
                journey)
            .param("then", SqlTime.of(then)));
  }

  private static Map<String, String> ids(JdbcClient.StatementSpec statement) {
    Map<String, String> ids = new TreeMap<>();
    statement.query(
        row -> {
          ids.put(row.getString("name"), row.getString("id"));
        });
    return ids;
  }

  /**
   * Keeps an id, in place of an earlier one of this name, and returns once it is kept: in a
   * transaction of its own, which it shares with those that are kept at the same time.
   */
  void put(JourneyKey journey, String name, String id) {
    puts.commit(new RemoteId(journey, name, id, clock.instant()));
  }

  private List<RemoteId> putAll(List<RemoteId> ids) {
    List<RemoteId> rows =
        ids.stream()
            .sorted(Comparator.comparing(RemoteId::journey).thenComparing(RemoteId::name))
            .toList();
    if (INSERT.insert(batch, rows) < rows.size()) {
      batch.batchUpdate(
          UPDATE, rows.stream().map(RemoteId::row).toArray(SqlParameterSource[]::new));
    }
    return ids;
  }

  /** Forgets an id; harmless when there is none. */
  void remove(JourneyKey journey, String name) {
    statement(
            """
            DELETE FROM remote_id
            WHERE source = :source AND journey_key = :key AND name = :name
            """,
            journey)
        .param("name", name)
        .update();
  }

  private JdbcClient.StatementSpec statement(String sql, JourneyKey journey) {
    return jdbc.sql(sql).param("source", journey.source()).param("key", journey.key());
  }

  @PreDestroy
  void close() {
    puts.close();
  }

  private record RemoteId(JourneyKey journey, String name, String id, Instant keptAt) {

    SqlParameterSource row() {
      return new MapSqlParameterSource()
          .addValue("source", journey.source())
          .addValue("key", journey.key())
          .addValue("name", name)
          .addValue("id", id)
          .addValue("keptAt", SqlTime.of(keptAt));
    }
  }
}
