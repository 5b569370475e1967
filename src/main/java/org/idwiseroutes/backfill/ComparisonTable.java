package org.idwiseroutes.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.check.Comparison.Example;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.ops.Actor;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tables {@code comparison} and {@code comparison_item}. */
@Component
class ComparisonTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 400;
  private static final int LONGEST_PROBLEM = 1_000;
  private static final int AT_ONCE = 500;

  private static final String SELECT =
      """
      SELECT c.*, (
          SELECT COUNT(*) FROM comparison_item i
          WHERE i.comparison_id = c.id AND i.act NOT IN ('overtaken', 'kept')) AS total, (
          SELECT COUNT(*) FROM comparison_item i
          WHERE i.comparison_id = c.id AND i.act NOT IN ('overtaken', 'kept')
            AND i.state NOT IN ('waiting', 'added')) AS done
      FROM comparison c
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final NoArgGenerator ids;
  private final Clock clock;

  ComparisonTable(
      JdbcClient jdbc, NamedParameterJdbcOperations batch, NoArgGenerator ids, Clock clock) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.ids = ids;
    this.clock = clock;
  }

  /** A difference that waits to be put right. */
  record Waiting(int place, UUID eventId, String destination, String key, Act act, String ticket) {}

  /** A difference whose delivery is on its way. */
  record Added(int place, UUID eventId, String destination, String key) {}

  /** A backfill that is not over. */
  record Running(UUID id, int rules, Instant createdAt, Instant until) {}

  /**
   * Begins one.
   *
   * @param ledger null unless it is a look of the ledger: what it is for, so that nobody else does
   *     the same
   * @return empty when somebody else does
   */
  Optional<UUID> begin(
      String source,
      Instant from,
      Instant until,
      int rules,
      Actor actor,
      String node,
      String ledger) {
    UUID id = ids.generate();
    int begun =
        jdbc.sql(
                """
            INSERT INTO comparison (id, source, from_at, until_at, rules, operator, reason, node,
              state, events, different, created_at, touched_at, ledger)
            VALUES (:id, :source, :from, :until, :rules, :operator, :reason, :node, 'comparing', 0,
              0, :now, :now, :ledger)
            ON CONFLICT DO NOTHING
            """)
            .param("id", id)
            .param("source", source)
            .param("from", SqlTime.of(from))
            .param("until", SqlTime.of(until))
            .param("rules", rules)
            .param("operator", actor.name())
            .param("reason", actor.reason())
            .param("node", node)
            .param("now", SqlTime.of(clock.instant()))
            .param("ledger", ledger)
            .update();
    return begun == 1 ? Optional.of(id) : Optional.empty();
  }

  /** Its node is still at it; false when it counts as failed by now, or was cancelled. */
  boolean touch(UUID id, int events) {
    return jdbc.sql(
                """
                UPDATE comparison SET touched_at = :now, events = :events
                WHERE id = :id AND state = 'comparing'
                """)
            .param("now", SqlTime.of(clock.instant()))
            .param("events", events)
            .param("id", id)
            .update()
        == 1;
  }

  /**
   * Keeps what was found, unless it counts as failed by now.
   *
   * @param problem what could not be looked at; null for nothing
   */
  @Transactional
  public void found(UUID id, int events, int different, List<Item> items, String problem) {
    int kept =
        jdbc.sql(
                """
            UPDATE comparison SET state = 'compared', events = :events, different = :different,
              problem = :problem, finished_at = :now WHERE id = :id AND state = 'comparing'
            """)
            .param("problem", StoredText.of(problem, LONGEST_PROBLEM))
            .param("events", events)
            .param("different", different)
            .param("now", SqlTime.of(clock.instant()))
            .param("id", id)
            .update();
    if (kept == 0) {
      return;
    }
    for (int begin = 0; begin < items.size(); begin += AT_ONCE) {
      List<SqlParameterSource> rows = new ArrayList<>();
      for (int place = begin; place < Math.min(items.size(), begin + AT_ONCE); place++) {
        Item item = items.get(place);
        rows.add(
            new MapSqlParameterSource()
                .addValue("id", id)
                .addValue("place", place)
                .addValue("event", item.eventId())
                .addValue("destination", item.destination())
                .addValue("key", item.key())
                .addValue("act", item.act().toString())
                .addValue("words", StoredText.of(item.words(), LONGEST_TEXT))
                .addValue("ticket", item.ticket())
                .addValue("sample", item.sample() == null ? null : write(item.sample()))
                .addValue("state", item.act().isDone() ? "waiting" : item.act().toString()));
      }
      batch.batchUpdate(
          """
          INSERT INTO comparison_item (comparison_id, place, event_id, destination, message_key,
            act, words, sample, state, ticket)
          VALUES (:id, :place, :event, :destination, :key, :act, :words, :sample, :state,
            :ticket)
          """,
          rows.toArray(SqlParameterSource[]::new));
    }
  }

  void fail(UUID id, String problem) {
    jdbc.sql(
            """
            UPDATE comparison SET state = 'failed', problem = :problem, finished_at = :now
            WHERE id = :id AND state IN ('comparing', 'running')
            """)
        .param("problem", StoredText.of(problem, LONGEST_PROBLEM))
        .param("now", SqlTime.of(clock.instant()))
        .param("id", id)
        .update();
  }

  /** Ends those whose node is no more, or has not been heard of for so long. */
  void failSilent(Duration silence, String thisNode) {
    jdbc.sql(
            """
            UPDATE comparison SET state = 'failed', finished_at = :now,
              problem = 'its node has stopped; compare again'
            WHERE state = 'comparing' AND (touched_at < :before OR node <> :this
              AND node NOT IN (SELECT name FROM node))
            """)
        .param("this", thisNode)
        .param("now", SqlTime.of(clock.instant()))
        .param("before", SqlTime.of(clock.instant().minus(silence)))
        .update();
  }

  /** Goes from one of these states into another; false when it is in none of them. */
  boolean change(UUID id, String state, List<String> from) {
    return jdbc.sql(
                """
                UPDATE comparison SET state = :state, next_at = :now,
                  finished_at = CASE WHEN :state = 'running' THEN NULL ELSE :now END
                WHERE id = :id AND state IN (:from)
                """)
            .param("state", state)
            .param("now", SqlTime.of(clock.instant()))
            .param("id", id)
            .param("from", from)
            .update()
        == 1;
  }

  void propose(UUID id, UUID proposal) {
    jdbc.sql("UPDATE comparison SET state = 'proposed', proposal = :proposal WHERE id = :id")
        .param("proposal", proposal)
        .param("id", id)
        .update();
  }

  Optional<ComparisonView> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE c.id = :id").param("id", id).query(this::read).optional();
  }

  /** The latest, the newest first; those of the ledger, or all others. */
  List<ComparisonView> last(boolean ledger, int limit) {
    return jdbc.sql(
            SELECT
                + "WHERE (c.ledger IS NOT NULL) = :ledger ORDER BY c.created_at DESC, c.id DESC LIMIT :limit")
        .param("ledger", ledger)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  /**
   * A look of the ledger that has ended.
   *
   * @param people at how many it looked
   * @param different of how many something is to be put right
   * @param problem what it could not look at; null for nothing
   */
  record Looked(
      UUID id, String state, int people, int different, String problem, Instant createdAt) {}

  /** The latest of these, the newest first, without counting what each has found. */
  List<Looked> looked(int limit) {
    return jdbc.sql(
            """
            SELECT id, state, events, different, problem, created_at FROM comparison
            WHERE ledger IS NOT NULL AND state NOT IN ('comparing', 'failed')
            ORDER BY created_at DESC, id DESC LIMIT :limit
            """)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Looked(
                    row.getObject("id", UUID.class),
                    row.getString("state"),
                    row.getInt("events"),
                    row.getInt("different"),
                    row.getString("problem"),
                    SqlTime.get(row, "created_at")))
        .list();
  }

  /** Whether a look is under way, on any node. */
  boolean isLooking() {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM comparison WHERE ledger IS NOT NULL AND state = 'comparing')
            """)
        .query(Boolean.class)
        .single();
  }

  /** What differs, the most frequent first, what something is done about before the rest. */
  List<Difference> differences(UUID id) {
    Map<String, List<Example>> examples = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT destination, act, words, sample FROM comparison_item
            WHERE comparison_id = :id AND sample IS NOT NULL ORDER BY place
            """)
        .param("id", id)
        .query(
            row -> {
              examples
                  .computeIfAbsent(
                      row.getString("destination") + row.getString("act") + row.getString("words"),
                      one -> new ArrayList<>())
                  .add(parse(row.getString("sample")));
            });
    return jdbc.sql(
            """
            SELECT destination, act, words, COUNT(*) AS number,
              SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS waiting
            FROM comparison_item WHERE comparison_id = :id
            GROUP BY destination, act, words
            ORDER BY CASE WHEN act IN ('overtaken', 'kept') THEN 1 ELSE 0 END, number DESC,
              destination, words
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new Difference(
                    row.getString("destination"),
                    row.getString("act"),
                    row.getString("words"),
                    row.getInt("number"),
                    row.getInt("waiting"),
                    examples.getOrDefault(
                        row.getString("destination")
                            + row.getString("act")
                            + row.getString("words"),
                        List.of())))
        .list();
  }

  /** How many people something is done about. */
  int people(UUID id) {
    return jdbc.sql(
            """
            SELECT COUNT(DISTINCT COALESCE(e.source || ' r' || e.reference_no,
              e.source || ' j' || e.journey_key))
            FROM comparison_item i JOIN event e ON e.id = i.event_id
            WHERE i.comparison_id = :id AND i.act NOT IN ('overtaken', 'kept')
            """)
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  /** What came of those of which something was done, by state: counts. */
  Map<String, Integer> results(UUID id) {
    Map<String, Integer> results = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT COALESCE(result, state) AS what, COUNT(*) AS number FROM comparison_item
            WHERE comparison_id = :id AND act NOT IN ('overtaken', 'kept')
            GROUP BY COALESCE(result, state) ORDER BY number DESC
            """)
        .param("id", id)
        .query(
            row -> {
              results.put(row.getString("what"), row.getInt("number"));
            });
    return results;
  }

  List<Running> running() {
    return jdbc.sql(
            "SELECT id, rules, created_at, until_at FROM comparison WHERE state = 'running'")
        .query(
            (row, number) ->
                new Running(
                    row.getObject("id", UUID.class),
                    row.getInt("rules"),
                    SqlTime.get(row, "created_at"),
                    SqlTime.get(row, "until_at")))
        .list();
  }

  /** Ends a backfill of which nobody has taken a step since then. */
  void failStalled(UUID id, Instant since) {
    jdbc.sql(
            """
            UPDATE comparison SET state = 'failed', finished_at = :now,
              problem = 'no node runs the rules any more that it was compared with; compare again'
            WHERE id = :id AND state = 'running' AND next_at < :since
            """)
        .param("now", SqlTime.of(clock.instant()))
        .param("id", id)
        .param("since", SqlTime.of(since))
        .update();
  }

  /** Takes the right to the next step; one node gets it. */
  boolean takeStep(UUID id, Duration untilNext) {
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE comparison SET next_at = :next
                WHERE id = :id AND state = 'running' AND next_at <= :now
                """)
            .param("next", SqlTime.of(now.plus(untilNext)))
            .param("id", id)
            .param("now", SqlTime.of(now))
            .update()
        == 1;
  }

  List<Waiting> waiting(UUID id, int most) {
    return most <= 0
        ? List.of()
        : jdbc.sql(
                """
                SELECT place, event_id, destination, message_key, act, ticket FROM comparison_item
                WHERE comparison_id = :id AND state = 'waiting' ORDER BY place LIMIT :most
                """)
            .param("id", id)
            .param("most", most)
            .query(
                (row, number) ->
                    new Waiting(
                        row.getInt("place"),
                        row.getObject("event_id", UUID.class),
                        row.getString("destination"),
                        row.getString("message_key"),
                        Act.of(row.getString("act")),
                        row.getString("ticket")))
            .list();
  }

  List<Added> added(UUID id) {
    return jdbc.sql(
            """
            SELECT place, event_id, destination, added_key FROM comparison_item
            WHERE comparison_id = :id AND state = 'added'
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new Added(
                    row.getInt("place"),
                    row.getObject("event_id", UUID.class),
                    row.getString("destination"),
                    row.getString("added_key")))
        .list();
  }

  /** Locks a difference; false when another node has just seen to it. */
  boolean lockWaiting(UUID id, int place) {
    return jdbc.sql(
            """
            SELECT place FROM comparison_item
            WHERE comparison_id = :id AND place = :place AND state = 'waiting' FOR UPDATE
            """)
        .param("id", id)
        .param("place", place)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  void ended(UUID id, int place, Corrected result) {
    jdbc.sql(
            """
            UPDATE comparison_item SET state = :state, added_key = COALESCE(:key, added_key),
              result = :words
            WHERE comparison_id = :id AND place = :place
            """)
        .param("state", result.state())
        .param("key", result.addedKey())
        .param("words", StoredText.of(result.words(), LONGEST_TEXT))
        .param("id", id)
        .param("place", place)
        .update();
  }

  void removeBefore(Instant limit) {
    jdbc.sql(
            """
            DELETE FROM comparison_item WHERE comparison_id IN (
              SELECT id FROM comparison
              WHERE created_at < :limit AND state NOT IN ('comparing', 'running'))
            """)
        .param("limit", SqlTime.of(limit))
        .update();
    jdbc.sql(
            """
            DELETE FROM comparison
            WHERE created_at < :limit AND state NOT IN ('comparing', 'running')
            """)
        .param("limit", SqlTime.of(limit))
        .update();
  }

  private ComparisonView read(ResultSet row, int number) throws SQLException {
    return new ComparisonView(
        row.getObject("id", UUID.class),
        row.getString("source"),
        SqlTime.get(row, "from_at"),
        SqlTime.get(row, "until_at"),
        row.getInt("rules"),
        row.getString("operator"),
        row.getString("reason"),
        row.getString("state"),
        row.getString("problem"),
        row.getInt("events"),
        row.getInt("different"),
        row.getInt("total"),
        row.getInt("done"),
        SqlTime.get(row, "created_at"),
        SqlTime.get(row, "finished_at"),
        row.getObject("proposal", UUID.class),
        row.getString("ledger") != null);
  }

  private static String write(Example sample) {
    try {
      return JSON.writeValueAsString(sample);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A sample can be written", e);
    }
  }

  private static Example parse(String sample) {
    try {
      return JSON.readValue(sample, Example.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table comparison_item holds what was written here", e);
    }
  }
}
