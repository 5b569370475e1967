package org.idwiseroutes.journey;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.TransactionCache;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code journey}. */
@Component
class JourneyTable {

  private static final String INSERT =
      """
      INSERT INTO journey (source, journey_key, updated_at) VALUES (:source, :key, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE journey SET decision = :decision, decision_seq = :decisionSeq,
        system_decision = :systemDecision, aml_version = :amlVersion, aml_seq = :amlSeq,
        updated_at = :now
      WHERE source = :source AND journey_key = :key
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final SqlBuffer buffer;
  private final Clock clock;
  private final TransactionCache<JourneyKey, Journey> locked = new TransactionCache<>();

  JourneyTable(JdbcClient jdbc, NamedParameterJdbcOperations batch, SqlBuffer buffer, Clock clock) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.buffer = buffer;
    this.clock = clock;
  }

  /**
   * Reads and locks journeys for the surrounding transaction.
   *
   * @param ordered as in every other node, so that no two wait for each other
   */
  void lockAll(List<JourneyKey> ordered) {
    batch.batchUpdate(INSERT, ordered.stream().map(this::named).toArray(SqlParameterSource[]::new));
    Map<String, List<JourneyKey>> bySource =
        ordered.stream()
            .collect(Collectors.groupingBy(JourneyKey::source, TreeMap::new, Collectors.toList()));
    bySource.forEach(this::lockAll);
  }

  private void lockAll(String source, List<JourneyKey> keys) {
    Map<JourneyKey, Journey> journeys = new HashMap<>();
    jdbc.sql(
            """
            SELECT journey_key, decision, decision_seq, system_decision, aml_version, aml_seq
            FROM journey WHERE source = :source AND journey_key = ANY(:keys)
            ORDER BY journey_key
            FOR UPDATE
            """)
        .param("source", source)
        .param("keys", SqlArrays.ofTexts(keys.stream().map(JourneyKey::key)))
        .query(
            row -> {
              journeys.put(new JourneyKey(source, row.getString("journey_key")), read(row));
            });
    locked.putAll(journeys);
  }

  Optional<Decision> decision(String source, String key) {
    return jdbc.sql("SELECT decision FROM journey WHERE source = :source AND journey_key = :key")
        .param("source", source)
        .param("key", key)
        .query((row, number) -> Decision.of(row.getString("decision")))
        .optional()
        .flatMap(decision -> decision);
  }

  Optional<Long> decisionSeq(String source, String key) {
    return jdbc.sql(
            """
            SELECT decision_seq FROM journey
            WHERE source = :source AND journey_key = :key AND decision_seq IS NOT NULL
            """)
        .param("source", source)
        .param("key", key)
        .query(Long.class)
        .optional();
  }

  /** Reads and locks one, unless the transaction has it already. */
  Journey lock(JourneyKey key) {
    Journey known = locked.get(key);
    if (known != null) {
      return known;
    }
    lockAll(List.of(key));
    return locked.get(key);
  }

  /** Writes a locked journey, by the end of the surrounding transaction. */
  void store(JourneyKey key, Journey journey) {
    locked.replace(key, journey);
    buffer.write(
        UPDATE,
        named(key)
            .addValue("decision", text(journey.decision()))
            .addValue("decisionSeq", journey.decisionSeq())
            .addValue("systemDecision", text(journey.systemDecision()))
            .addValue("amlVersion", journey.amlVersion())
            .addValue("amlSeq", journey.amlSeq()));
  }

  private MapSqlParameterSource named(JourneyKey key) {
    return new MapSqlParameterSource()
        .addValue("source", key.source())
        .addValue("key", key.key())
        .addValue("now", SqlTime.of(clock.instant()));
  }

  private static Journey read(ResultSet row) throws SQLException {
    return new Journey(
        Decision.of(row.getString("decision")).orElse(null),
        row.getObject("decision_seq", Long.class),
        Decision.of(row.getString("system_decision")).orElse(null),
        row.getObject("aml_version", Long.class),
        row.getObject("aml_seq", Long.class));
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }
}
