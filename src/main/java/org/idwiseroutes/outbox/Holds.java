package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.failure.Failure;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds a destination that fails different deliveries by its own fault, for all nodes: one attempt
 * at a time probes it, and the first that goes through ends the hold. One delivery that fails over
 * and over holds nobody.
 */
@Component
class Holds {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Wakeups wakeups;
  private final DeadLetters letters;
  private final OutboxProperties properties;

  Holds(
      JdbcClient jdbc,
      Clock clock,
      Wakeups wakeups,
      DeadLetters letters,
      OutboxProperties properties) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.wakeups = wakeups;
    this.letters = letters;
    this.properties = properties;
  }

  /** Deliveries went through: these destinations work, whatever failed before. */
  void succeeded(Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            SELECT name, failures FROM destination WHERE name = ANY(:names) AND failures > 0
            ORDER BY name
            FOR UPDATE
            """)
        .param("names", SqlArrays.ofTexts(names.stream()))
        .query((row, number) -> Map.entry(row.getString("name"), row.getInt("failures")))
        .list()
        .forEach(failing -> free(failing.getKey(), failing.getValue()));
  }

  private void free(String name, int failures) {
    jdbc.sql("DELETE FROM destination_failure WHERE destination = :name")
        .param("name", name)
        .update();
    jdbc.sql(
            """
            UPDATE destination SET failures = 0, held_since = NULL, held_reason = NULL, probes = 0,
              next_probe_at = NULL
            WHERE name = :name
            """)
        .param("name", name)
        .update();
    if (failures >= properties.holdAfter()) {
      letters.freed(name);
    }
    wakeups.wakeAll(name);
  }

  /**
   * Counts a failure by the destination's own fault; enough deliveries that failed so, and none
   * that went through in between, hold the destination, and so does the first failure that asks to
   * wait, for as long as it asks.
   *
   * @param probe whether this was the one attempt that a held destination is granted; the failures
   *     of attempts that began before the hold change nothing about when the next probe goes out
   */
  void failed(String name, UUID deliveryId, Failure failure, boolean probe) {
    boolean isAnother = remember(name, deliveryId);
    int failures = countFailures(name, isAnother);
    if (probe) {
      probeFailed(name, failure);
    } else if (failures >= properties.holdAfter() || !failure.retryAfter().isZero()) {
      hold(name, failure);
    }
    if (isAnother && failures == properties.holdAfter()) {
      letters.held(name, failure);
    }
  }

  /** Takes the destination's row first, as whoever frees it does. */
  private boolean remember(String name, UUID deliveryId) {
    jdbc.sql("SELECT failures FROM destination WHERE name = :name FOR UPDATE")
        .param("name", name)
        .query(Integer.class)
        .optional();
    return jdbc.sql(
                """
                INSERT INTO destination_failure (destination, delivery_id) VALUES (:name, :delivery)
                ON CONFLICT DO NOTHING
                """)
            .param("name", name)
            .param("delivery", deliveryId)
            .update()
        == 1;
  }

  private int countFailures(String name, boolean isAnother) {
    jdbc.sql("UPDATE destination SET failures = failures + :more WHERE name = :name")
        .param("more", isAnother ? 1 : 0)
        .param("name", name)
        .update();
    return jdbc.sql("SELECT failures FROM destination WHERE name = :name")
        .param("name", name)
        .query(Integer.class)
        .single();
  }

  private void hold(String name, Failure failure) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            UPDATE destination SET held_since = :now, held_reason = :reason, probes = 0,
              next_probe_at = :next
            WHERE name = :name AND held_since IS NULL
            """)
        .param("now", SqlTime.of(now))
        .param("reason", failure.text())
        .param("next", SqlTime.of(now.plus(probeDelay(1, failure))))
        .param("name", name)
        .update();
  }

  private void probeFailed(String name, Failure failure) {
    int probes =
        jdbc.sql("SELECT probes + 1 FROM destination WHERE name = :name")
            .param("name", name)
            .query(Integer.class)
            .single();
    jdbc.sql(
            """
            UPDATE destination SET held_reason = :reason, probes = :probes, next_probe_at = :next
            WHERE name = :name AND held_since IS NOT NULL
            """)
        .param("reason", failure.text())
        .param("probes", probes)
        .param("next", SqlTime.of(clock.instant().plus(probeDelay(probes + 1, failure))))
        .param("name", name)
        .update();
  }

  private Duration probeDelay(int probe, Failure failure) {
    RetryPolicy probing =
        new RetryPolicy(properties.initialBackoff(), properties.maxProbeInterval(), 0);
    Duration ceiling = probing.ceiling(probe);
    return failure.retryAfter().compareTo(ceiling) > 0 ? failure.retryAfter() : ceiling;
  }
}
