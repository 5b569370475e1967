package org.idwiseroutes.slo;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.outbox.DeliveredListener;
import org.idwiseroutes.outbox.OutboxProperties;
import org.idwiseroutes.slo.SloProperties.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Watches the deadlines, from the receipt of an event to its confirmed delivery. {@code idwise.slo}
 * is the time it took, {@code idwise.slo.breached} counts those that took too long, {@code
 * idwise.slo.late} is what is past its deadline and still not delivered, dead or alive.
 */
@Component
public class Slos implements DeliveredListener {

  private static final Logger LOG = LoggerFactory.getLogger(Slos.class);
  private static final int MOST_COUNTED = 1_000;

  /**
   * Each state has an index of its own; what has been delivered is not read. The event is asked for
   * as a value and not as a join, which may be planned as one that reads all events: this takes the
   * processors from whoever stores events, every few seconds.
   */
  private static final String LATE =
      """
      SELECT COUNT(*) AS late, COUNT(DISTINCT person) AS people, MIN(received_at) AS first FROM (
        SELECT (SELECT %s FROM event e WHERE e.id = d.event_id) AS person, (
            SELECT e.received_at FROM event e WHERE e.id = d.event_id) AS received_at FROM (
          SELECT event_id FROM delivery
          WHERE destination = ANY(:destinations) AND status = 'pending'
          UNION ALL
          SELECT event_id FROM delivery
          WHERE destination = ANY(:destinations) AND status = 'dead') d
        WHERE (
          SELECT e.received_at FROM event e
          WHERE e.id = d.event_id AND (:event = '' OR e.event = :event)) < :limit
        LIMIT :most) late_ones
      """
          .formatted(DeliveryQueries.PERSON);

  /** What is late; the first was received at this moment, null when nothing is. */
  private record Late(int count, int people, Instant first) {}

  private final Map<String, Deadline> deadlines;
  private final OutboxProperties partitions;
  private final Map<String, AtomicReference<Late>> late = new TreeMap<>();
  private final MeterRegistry metrics;
  private final JdbcClient jdbc;
  private final Clock clock;
  private volatile boolean measured;

  Slos(
      SloProperties properties,
      OutboxProperties partitions,
      MeterRegistry metrics,
      JdbcClient jdbc,
      Clock clock) {
    this.partitions = partitions;
    this.deadlines = properties.slo();
    this.metrics = metrics;
    this.jdbc = jdbc;
    this.clock = clock;
    deadlines
        .keySet()
        .forEach(
            name -> {
              AtomicReference<Late> measured = new AtomicReference<>(new Late(0, 0, null));
              late.put(name, measured);
              metrics.gauge("idwise.slo.late", tags(name), measured, now -> now.get().count());
              breached(name);
            });
  }

  /** Whether what is late has been counted since this node began. */
  public boolean isMeasured() {
    return measured;
  }

  /** By name. */
  public List<SloStatus> all() {
    return deadlines.entrySet().stream()
        .map(
            one -> {
              Deadline deadline = one.getValue();
              Late now = late.get(one.getKey()).get();
              return new SloStatus(
                  one.getKey(),
                  deadline.event(),
                  deadline.destination(),
                  deadline.within(),
                  now.count(),
                  now.people(),
                  now.first() == null ? null : now.first().plus(deadline.within()),
                  Math.round(breached(one.getKey()).count()));
            })
        .toList();
  }

  @Override
  public void delivered(String destination, Map<String, Object> variables) {
    if (!(variables.get("receivedAt") instanceof String receivedAt)) {
      return;
    }
    deadlines.forEach(
        (name, deadline) -> {
          if (deadline.isAbout(destination, variables.get("event"))) {
            Duration took = Duration.between(Instant.parse(receivedAt), clock.instant());
            metrics.timer("idwise.slo", tags(name)).record(took);
            if (took.compareTo(deadline.within()) > 0) {
              breached(name).increment();
            }
          }
        });
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void measure() {
    try {
      deadlines.forEach((name, deadline) -> late.get(name).set(late(deadline)));
      measured = true;
    } catch (DataAccessException e) {
      LOG.debug("What is late is counted again in a while", e);
    }
  }

  private Late late(Deadline deadline) {
    return jdbc.sql(LATE)
        .param(
            "destinations",
            SqlArrays.ofTexts(
                Stream.concat(
                    partitions.namesOf(deadline.destination()).stream(), Stream.of("decide"))))
        .param("event", deadline.event() == null ? "" : deadline.event())
        .param("limit", SqlTime.of(clock.instant().minus(deadline.within())))
        .param("most", MOST_COUNTED)
        .query(
            (row, number) ->
                new Late(row.getInt("late"), row.getInt("people"), SqlTime.get(row, "first")))
        .single();
  }

  private Counter breached(String name) {
    return metrics.counter("idwise.slo.breached", tags(name));
  }

  private static Tags tags(String name) {
    return Tags.of("slo", name);
  }
}
