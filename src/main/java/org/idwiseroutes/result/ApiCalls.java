package org.idwiseroutes.result;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The table {@code api_call}: on all nodes together, no two calls about a journey within the
 * interval, and no two with a key within the key's.
 */
@Component
class ApiCalls {

  private static final int MOST_TRIES = 20;
  private static final int MOST_TURNS = 200;

  /** Keys have rows beside the journeys', under a source that nobody can name. */
  private static final String NO_SOURCE = "";

  private static final Duration KEPT = Duration.ofDays(8);

  private final JdbcClient jdbc;
  private final ResultProperties properties;
  private final Clock clock;

  ApiCalls(JdbcClient jdbc, ResultProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Waits until this journey may be asked about, and takes the right to do it.
   *
   * @throws ResultUnavailableException when others were faster again and again
   */
  void await(String source, String journeyId) throws InterruptedException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (take(source, journeyId)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(untilFree(source, journeyId).toMillis() + 1);
    }
    throw new ResultUnavailableException(
        "IDWise's API is being asked about this journey all the time", null);
  }

  /** Waits for this key's next turn, which no other call has. */
  void awaitTurn(String key) throws InterruptedException {
    if (properties.keyInterval().isZero()) {
      return;
    }
    Instant turn = turn(digest(key));
    Duration wait = Duration.between(clock.instant(), turn);
    if (!wait.isNegative()) {
      TimeUnit.MILLISECONDS.sleep(wait.toMillis() + 1);
    }
  }

  private Instant turn(String digest) {
    for (int tries = 0; tries < MOST_TURNS; tries++) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      if (first(NO_SOURCE, digest, now)) {
        return now;
      }
      Instant last =
          statement(
                  "SELECT called_at FROM api_call WHERE source = :source AND journey_key = :journeyId",
                  NO_SOURCE,
                  digest)
              .query((row, number) -> SqlTime.get(row, "called_at"))
              .single();
      Instant next = last.plus(properties.keyInterval());
      Instant turn = next.isAfter(now) ? next : now;
      boolean taken =
          statement(
                      """
                      UPDATE api_call SET called_at = :turn
                      WHERE source = :source AND journey_key = :journeyId AND called_at = :last
                      """,
                      NO_SOURCE,
                      digest)
                  .param("turn", SqlTime.of(turn))
                  .param("last", SqlTime.of(last))
                  .update()
              == 1;
      if (taken) {
        return turn;
      }
    }
    throw new ResultUnavailableException(
        "IDWise's API is being asked with this key all the time", null);
  }

  /** Names a key without telling it. */
  private static String digest(String key) {
    return "key "
        + UUID.nameUUIDFromBytes(("idwise.api.key " + key).getBytes(StandardCharsets.UTF_8));
  }

  /** Counts the interval from the end of the call: how long it took to get there is not known. */
  void ended(String source, String journeyId) {
    statement(
            """
            UPDATE api_call SET called_at = :now
            WHERE source = :source AND journey_key = :journeyId
            """,
            source,
            journeyId)
        .param("now", SqlTime.of(clock.instant()))
        .update();
  }

  /** Forgets when journeys were asked about that nobody looks for any more. */
  @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
  void tidy() {
    jdbc.sql("DELETE FROM api_call WHERE called_at < :limit")
        .param("limit", SqlTime.of(clock.instant().minus(KEPT)))
        .update();
  }

  private boolean take(String source, String journeyId) {
    Instant now = clock.instant();
    boolean again =
        statement(
                    """
                    UPDATE api_call SET called_at = :now
                    WHERE source = :source AND journey_key = :journeyId AND called_at <= :limit
                    """,
                    source,
                    journeyId)
                .param("now", SqlTime.of(now))
                .param("limit", SqlTime.of(now.minus(properties.interval())))
                .update()
            == 1;
    return again || first(source, journeyId, now);
  }

  private boolean first(String source, String journeyId, Instant now) {
    return statement(
                """
                INSERT INTO api_call (source, journey_key, called_at)
                VALUES (:source, :journeyId, :now)
                ON CONFLICT DO NOTHING
                """,
                source,
                journeyId)
            .param("now", SqlTime.of(now))
            .update()
        == 1;
  }

  private Duration untilFree(String source, String journeyId) {
    Optional<Instant> last =
        statement(
                "SELECT called_at FROM api_call WHERE source = :source AND journey_key = :journeyId",
                source,
                journeyId)
            .query((row, number) -> SqlTime.get(row, "called_at"))
            .optional();
    Duration wait =
        last.map(at -> Duration.between(clock.instant(), at.plus(properties.interval())))
            .orElse(Duration.ZERO);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private JdbcClient.StatementSpec statement(String sql, String source, String journeyId) {
    return jdbc.sql(sql).param("source", source).param("journeyId", journeyId);
  }
}
