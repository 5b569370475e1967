package org.idwiseroutes.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code journey}. */
@Component
public class Journeys {

  private static final TypeReference<TreeMap<String, String>> REMOTE_IDS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Journeys(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Applies an event to its journey, which stays locked until the surrounding transaction ends.
   *
   * @param key the journey within its source; null when the event belongs to none
   * @param seq the event's place in the inbox
   * @param earlier what the same event meant when it was applied before; null the first time. If
   *     the journey is still as this event left it, it means the same again
   */
  @Transactional
  public Verdict apply(String source, String key, long seq, Statement statement, Verdict earlier) {
    if (key == null || statement.problem() != null || isCheck(statement)) {
      return alone(statement);
    }
    Journey before = lock(source, key);
    if (earlier != null && before.wasLastChangedBy(seq)) {
      return earlier;
    }
    Journey after = before.after(statement, seq);
    if (!after.equals(before)) {
      store(source, key, after);
    }
    boolean stale = before.isStale(statement, seq);
    return new Verdict(
        after.decision(),
        before.decision(),
        after.decision() != before.decision(),
        outcome(after.decision(), statement),
        stale,
        !stale && before.isWorsenedBy(statement));
  }

  /** The effective decision now. */
  public Optional<Decision> decision(String source, String key) {
    return jdbc.sql("SELECT decision FROM journey WHERE source = :source AND journey_key = :key")
        .param("source", source)
        .param("key", key)
        .query((row, number) -> Decision.of(row.getString("decision")))
        .optional()
        .flatMap(decision -> decision);
  }

  /** The ids that other systems gave to what belongs to this journey, by name. */
  public Map<String, String> remoteIds(String source, String key) {
    return jdbc.sql("SELECT remote_ids FROM journey WHERE source = :source AND journey_key = :key")
        .param("source", source)
        .param("key", key)
        .query(String.class)
        .optional()
        .map(this::readRemoteIds)
        .orElseGet(TreeMap::new);
  }

  /** Changes the remote ids; concurrent changes of one journey come one after the other. */
  @Transactional
  public void changeRemoteIds(String source, String key, Consumer<Map<String, String>> change) {
    lock(source, key);
    Map<String, String> remoteIds = remoteIds(source, key);
    change.accept(remoteIds);
    jdbc.sql("UPDATE journey SET remote_ids = :ids WHERE source = :source AND journey_key = :key")
        .param("ids", writeRemoteIds(remoteIds))
        .param("source", source)
        .param("key", key)
        .update();
  }

  private static boolean isCheck(Statement statement) {
    return statement.name() != null && statement.name().isCheck();
  }

  private static Verdict alone(Statement statement) {
    boolean readable = statement.problem() == null && statement.decision() != null;
    return new Verdict(
        statement.decision(),
        null,
        false,
        readable ? statement.decision().outcome() : Outcome.UNKNOWN,
        false,
        false);
  }

  private static Outcome outcome(Decision decision, Statement statement) {
    if (decision != null) {
      return decision.outcome();
    }
    return statement.isProvisional() && statement.name() != null
        ? Outcome.IN_PROGRESS
        : Outcome.UNKNOWN;
  }

  private Journey lock(String source, String key) {
    jdbc.sql(
            """
            INSERT INTO journey (source, journey_key, remote_ids, updated_at)
            VALUES (:source, :key, '{}', :now)
            ON CONFLICT DO NOTHING
            """)
        .param("source", source)
        .param("key", key)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql(
            """
            SELECT decision, decision_seq, system_decision, aml_version, aml_seq FROM journey
            WHERE source = :source AND journey_key = :key
            FOR UPDATE
            """)
        .param("source", source)
        .param("key", key)
        .query(Journeys::read)
        .single();
  }

  private void store(String source, String key, Journey journey) {
    jdbc.sql(
            """
            UPDATE journey SET decision = :decision, decision_seq = :decisionSeq,
              system_decision = :systemDecision, aml_version = :amlVersion, aml_seq = :amlSeq,
              updated_at = :now
            WHERE source = :source AND journey_key = :key
            """)
        .param("decision", text(journey.decision()))
        .param("decisionSeq", journey.decisionSeq())
        .param("systemDecision", text(journey.systemDecision()))
        .param("amlVersion", journey.amlVersion())
        .param("amlSeq", journey.amlSeq())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("source", source)
        .param("key", key)
        .update();
  }

  private static Journey read(ResultSet row, int number) throws SQLException {
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

  private Map<String, String> readRemoteIds(String text) {
    try {
      return json.readValue(text, REMOTE_IDS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored remote ids are not JSON", e);
    }
  }

  private String writeRemoteIds(Map<String, String> remoteIds) {
    try {
      return json.writeValueAsString(remoteIds);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Remote ids cannot be written as JSON", e);
    }
  }
}
