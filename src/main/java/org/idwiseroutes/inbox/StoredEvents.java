package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.Decision;
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
        spooled, origin, received_at, decision, previous_decision, changed, outcome, stale, worse,
        verdict
      FROM event
      """;

  private static final String DECIDED =
      """
      UPDATE event SET state = 'decided', problem = NULL, decision = :decision,
        previous_decision = :previous, changed = :changed, outcome = :outcome, stale = :stale,
        worse = :worse, verdict = :verdict, rules = :rules
      WHERE id = :id
      """;

  /** Follows the statement above when both are gathered in one transaction. */
  private static final String QUARANTINED =
      "UPDATE event SET state = 'quarantined', problem = :problem WHERE id = :id";

  /** A later version may have written more. */
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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

  /** Keeps what an event meant, and by which version of the rules its way was chosen. */
  void decided(UUID id, Verdict verdict, int rules) {
    buffer.write(
        DECIDED,
        new MapSqlParameterSource()
            .addValue("decision", text(verdict.decision()))
            .addValue("previous", text(verdict.previousDecision()))
            .addValue("changed", verdict.changed())
            .addValue("outcome", verdict.outcome().toString())
            .addValue("stale", verdict.stale())
            .addValue("worse", verdict.worse())
            .addValue("verdict", write(verdict))
            .addValue("rules", rules)
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
    String whole = row.getString("verdict");
    if (whole != null) {
      return parse(whole);
    }
    return Verdict.before(
        Decision.of(row.getString("decision")).orElse(null),
        Decision.of(row.getString("previous_decision")).orElse(null),
        row.getBoolean("changed"),
        Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
        row.getBoolean("stale"),
        row.getBoolean("worse"));
  }

  private static Verdict parse(String json) {
    try {
      return JSON.readValue(json, Verdict.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table event holds what was written here", e);
    }
  }

  private static String write(Verdict verdict) {
    try {
      return JSON.writeValueAsString(verdict);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A verdict can be written", e);
    }
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }
}
