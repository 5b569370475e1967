package org.idwiseroutes.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.journey.Verdict;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads events from the table {@code event} and writes beside them what they turned out to mean.
 */
@Component
class StoredEvents {

  static final String SELECT =
      """
      SELECT id, seq, source, event, journey_id, journey_key, reference_no, payload,
        spooled, origin, received_at, decision, previous_decision, changed, outcome, stale, worse
      FROM event
      """;

  private static final String DECIDED =
      """
      UPDATE event SET state = 'decided', problem = NULL, decision = :decision,
        previous_decision = :previous, changed = :changed, outcome = :outcome, stale = :stale,
        worse = :worse
      WHERE id = :id
      """;

  /** Follows the statement above when both are gathered in one transaction. */
  private static final String QUARANTINED =
      "UPDATE event SET state = 'quarantined', problem = :problem WHERE id = :id";

  private final JdbcClient jdbc;
  private final SqlBuffer buffer;

  StoredEvents(JdbcClient jdbc, SqlBuffer buffer) {
    this.jdbc = jdbc;
    this.buffer = buffer;
  }

  /** Events as {@code decide} reads them, in no order. */
  List<StoredEvent> find(List<UUID> ids) {
    return jdbc.sql(SELECT + "WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .query(StoredEvents::read)
        .list();
  }

  /** When an event of a journey was received; empty when it is there no more. */
  Optional<Instant> receivedAt(JourneyKey journey, long seq) {
    return jdbc.sql(
            """
            SELECT received_at FROM event
            WHERE source = :source AND journey_key = :key AND seq = :seq
            """)
        .param("source", journey.source())
        .param("key", journey.key())
        .param("seq", seq)
        .query((row, number) -> SqlTime.get(row, "received_at"))
        .optional();
  }

  void decided(UUID id, Verdict verdict) {
    buffer.write(
        DECIDED,
        new MapSqlParameterSource()
            .addValue("decision", text(verdict.decision()))
            .addValue("previous", text(verdict.previousDecision()))
            .addValue("changed", verdict.changed())
            .addValue("outcome", verdict.outcome().toString())
            .addValue("stale", verdict.stale())
            .addValue("worse", verdict.worse())
            .addValue("id", id));
  }

  void quarantine(UUID id, String problem) {
    buffer.write(
        QUARANTINED, new MapSqlParameterSource().addValue("problem", problem).addValue("id", id));
  }

  static StoredEvent read(ResultSet row, int number) throws SQLException {
    return new StoredEvent(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getString("source"),
        row.getString("event"),
        row.getString("journey_id"),
        row.getString("journey_key"),
        row.getString("reference_no"),
        row.getString("payload"),
        row.getBoolean("spooled"),
        row.getString("origin"),
        SqlTime.get(row, "received_at"),
        row.getString("outcome") == null ? null : verdict(row));
  }

  private static Verdict verdict(ResultSet row) throws SQLException {
    return new Verdict(
        Decision.of(row.getString("decision")).orElse(null),
        Decision.of(row.getString("previous_decision")).orElse(null),
        row.getBoolean("changed"),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getBoolean("stale"),
        row.getBoolean("worse"));
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }
}
