package org.idwiseroutes.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code delivery}: adding, claiming and ending. */
@Component
public class Deliveries {

  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  private static final String ADD =
      """
      INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, body, variables,
        status, series, attempts, next_attempt_at, fence, created_at)
      VALUES (:id, :destination, :key, :eventId, :lane, nextval('delivery_turn'), :body, :variables,
        'pending', 1, 0, :now, 0, :now)
      ON CONFLICT DO NOTHING
      """;

  /**
   * Due deliveries, of each lane only the first: one that waits for a retry keeps its followers
   * waiting. A claimed row's next attempt is due when its lease ends, which is how the work of a
   * node that died comes back.
   */
  private static final String DUE =
      """
      SELECT d.id, d.lane, d.event_id, d.body, d.variables, d.series, d.attempts, d.fence,
             d.created_at, d.leased_by, d.leased_until
      FROM delivery d
      WHERE d.destination = :destination AND d.status = 'pending' AND d.next_attempt_at <= :now
        AND NOT EXISTS (
          SELECT 1 FROM delivery e
          WHERE e.destination = d.destination AND e.lane = d.lane AND e.status = 'pending'
            AND e.turn < d.turn)
      ORDER BY d.next_attempt_at, d.turn
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final ObjectMapper json;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final Wakeups wakeups;

  Deliveries(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batch,
      ObjectMapper json,
      NoArgGenerator ids,
      Clock clock,
      Wakeups wakeups) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
    this.wakeups = wakeups;
  }

  /**
   * Adds pending deliveries in the surrounding transaction, in one round trip, and wakes their
   * consumers after its commit.
   *
   * @return for each whether it was added: false when its destination already has one with its key
   */
  @Transactional
  public List<Boolean> add(List<NewDelivery> deliveries) {
    OffsetDateTime now = SqlTime.of(clock.instant());
    SqlParameterSource[] rows =
        deliveries.stream().map(delivery -> row(delivery, now)).toArray(SqlParameterSource[]::new);
    int[] added = batch.batchUpdate(ADD, rows);
    deliveries.stream().map(NewDelivery::destination).distinct().forEach(wakeups::afterCommit);
    return Arrays.stream(added).mapToObj(count -> count == 1).toList();
  }

  /**
   * Claims due deliveries for one attempt each, under a lease and a new fencing token. The attempt
   * counts from here on, so that one which takes its node down with it is not tried for ever.
   */
  @Transactional
  List<Delivery> claim(String destination, int limit, Duration lease, String node) {
    Instant now = clock.instant();
    List<Delivery> claimed =
        due(destination, limit, now, 1).stream().filter(this::recordLostAttempt).toList();
    for (Delivery delivery : claimed) {
      jdbc.sql(
              """
              UPDATE delivery SET leased_by = :node, leased_until = :until,
                next_attempt_at = :until, fence = :fence, attempts = :attempt
              WHERE id = :id
              """)
          .param("node", node)
          .param("until", SqlTime.of(now.plus(lease)))
          .param("fence", delivery.fence())
          .param("attempt", delivery.attempt())
          .param("id", delivery.id())
          .update();
    }
    return claimed;
  }

  /**
   * Locks due deliveries until the surrounding transaction ends, which must also end the attempts.
   */
  List<Delivery> lock(String destination, int limit) {
    return due(destination, limit, clock.instant(), 0);
  }

  /** Gives a claimed delivery back untried. */
  void release(Delivery delivery) {
    jdbc.sql(
            """
            UPDATE delivery SET leased_by = NULL, leased_until = NULL, next_attempt_at = :now,
              attempts = attempts - 1
            WHERE id = :id AND fence = :fence AND status = 'pending'
            """)
        .param("now", SqlTime.of(clock.instant()))
        .param("id", delivery.id())
        .param("fence", delivery.fence())
        .update();
  }

  /**
   * Ends an attempt.
   *
   * @param nextAttemptAt when {@code status} is pending: when to try again
   * @return false, and nothing was changed, when the claim is no longer the latest
   */
  boolean end(Delivery delivery, DeliveryStatus status, String lastError, Instant nextAttemptAt) {
    boolean pending = status == DeliveryStatus.PENDING;
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE delivery SET status = :status, attempts = :attempt, last_error = :error,
                  next_attempt_at = :next, finished_at = :finished, leased_by = NULL,
                  leased_until = NULL
                WHERE id = :id AND fence = :fence AND status = 'pending'
                """)
            .param("status", status.toString())
            .param("attempt", delivery.attempt())
            .param("error", lastError)
            .param("next", SqlTime.of(pending ? nextAttemptAt : now))
            .param("finished", pending ? null : SqlTime.of(now))
            .param("id", delivery.id())
            .param("fence", delivery.fence())
            .update()
        == 1;
  }

  void recordAttempt(Delivery delivery, Attempt attempt, String node) {
    recordAttempt(delivery, delivery.attempt(), attempt, node);
  }

  /** Whether a later delivery of the same lane has been delivered. */
  boolean isOvertaken(Delivery delivery) {
    return jdbc.sql(
                """
                SELECT COUNT(*) FROM delivery d JOIN delivery later
                  ON later.destination = d.destination AND later.lane = d.lane
                  AND later.status = 'delivered' AND later.seq > d.seq
                WHERE d.id = :id
                """)
            .param("id", delivery.id())
            .query(Integer.class)
            .single()
        > 0;
  }

  private SqlParameterSource row(NewDelivery delivery, OffsetDateTime now) {
    return new MapSqlParameterSource()
        .addValue("id", ids.generate())
        .addValue("destination", delivery.destination())
        .addValue("key", delivery.key())
        .addValue("eventId", delivery.eventId())
        .addValue("lane", delivery.lane())
        .addValue("body", delivery.body())
        .addValue("variables", write(delivery.variables()))
        .addValue("now", now);
  }

  private List<Delivery> due(String destination, int limit, Instant now, int fenceStep) {
    return jdbc.sql(DUE)
        .param("destination", destination)
        .param("now", SqlTime.of(now))
        .param("limit", limit)
        .query((row, number) -> read(destination, row, fenceStep))
        .list();
  }

  private Delivery read(String destination, ResultSet row, int fenceStep) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        destination,
        row.getString("lane"),
        row.getObject("event_id", UUID.class),
        row.getString("body"),
        readVariables(row.getString("variables")),
        row.getInt("series"),
        row.getInt("attempts") + 1,
        row.getLong("fence") + fenceStep,
        SqlTime.get(row, "created_at"),
        row.getString("leased_by"),
        SqlTime.get(row, "leased_until"));
  }

  private boolean recordLostAttempt(Delivery delivery) {
    if (delivery.lostNode() != null) {
      Attempt lost = Attempt.lost(delivery.lostAt());
      recordAttempt(delivery, delivery.attempt() - 1, lost, delivery.lostNode());
    }
    return true;
  }

  private void recordAttempt(Delivery delivery, int number, Attempt attempt, String node) {
    jdbc.sql(
            """
            INSERT INTO attempt (delivery_id, series, number, outcome, error, node, started_at,
              duration_ms)
            VALUES (:id, :series, :number, :outcome, :error, :node, :started, :duration)
            ON CONFLICT DO NOTHING
            """)
        .param("id", delivery.id())
        .param("series", delivery.series())
        .param("number", number)
        .param("outcome", attempt.outcome())
        .param("error", attempt.failure() == null ? null : attempt.failure().text())
        .param("node", node)
        .param("started", SqlTime.of(attempt.startedAt()))
        .param("duration", attempt.duration().toMillis())
        .update();
  }

  private String write(Map<String, Object> variables) {
    try {
      return json.writeValueAsString(variables);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("These variables cannot be stored as JSON", e);
    }
  }

  private Map<String, Object> readVariables(String text) {
    try {
      return json.readValue(text, VARIABLES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored variables are not JSON", e);
    }
  }
}
