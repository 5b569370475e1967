package org.idwiseroutes.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What waits, and for how long each source has been silent, as gauges, read every 15 seconds. Every
 * node shows the same, since they share one database: take the maximum over nodes, of the silence
 * the minimum, and never the sum.
 */
@Component
class DepthMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(DepthMetrics.class);

  private final DestinationQueries destinations;
  private final EventQueries events;
  private final SourceStatuses sources;
  private final Activity activity;
  private final Clock clock;
  private final MultiGauge waiting;
  private final MultiGauge oldest;
  private final MultiGauge dead;
  private final MultiGauge held;
  private final MultiGauge paused;
  private final MultiGauge stopped;
  private final MultiGauge silence;
  private final AtomicInteger quarantined;

  DepthMetrics(
      DestinationQueries destinations,
      EventQueries events,
      SourceStatuses sources,
      Activity activity,
      Clock clock,
      MeterRegistry metrics) {
    this.activity = activity;
    this.destinations = destinations;
    this.events = events;
    this.sources = sources;
    this.clock = clock;
    this.waiting = MultiGauge.builder("idwise.destination.waiting").register(metrics);
    this.oldest =
        MultiGauge.builder("idwise.destination.oldest").baseUnit("seconds").register(metrics);
    this.dead = MultiGauge.builder("idwise.destination.dead").register(metrics);
    this.held = MultiGauge.builder("idwise.destination.held").register(metrics);
    this.paused = MultiGauge.builder("idwise.destination.paused").register(metrics);
    this.stopped = MultiGauge.builder("idwise.destination.stopped").register(metrics);
    this.silence =
        MultiGauge.builder("idwise.source.silence").baseUnit("seconds").register(metrics);
    this.quarantined = metrics.gauge("idwise.quarantined", new AtomicInteger());
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void measure() {
    try {
      List<DestinationView> all = destinations.all();
      Instant now = clock.instant();
      set(waiting, all, DestinationView::pending);
      set(oldest, all, one -> age(one.oldestPendingAt(), now));
      set(dead, all, DestinationView::dead);
      set(held, all, one -> one.state().equals("held") ? 1 : 0);
      set(paused, all, one -> one.state().equals("paused") ? 1 : 0);
      set(stopped, all, one -> one.running() ? 0 : 1);
      setSilence(sources.all());
      quarantined.set(events.quarantined());
      activity.write(all);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("The depths are read again in a while", e);
    }
  }

  private static void set(
      MultiGauge gauge, List<DestinationView> all, ToDoubleFunction<DestinationView> value) {
    gauge.register(
        all.stream()
            .map(one -> Row.of(Tags.of("destination", one.name()), () -> value.applyAsDouble(one)))
            .toList(),
        true);
  }

  /** A source that has never sent an event has none; between two looks it goes on growing. */
  private void setSilence(List<SourceStatus> all) {
    silence.register(
        all.stream()
            .filter(one -> one.lastEventAt() != null)
            .map(
                one ->
                    Row.of(
                        Tags.of("source", one.name()),
                        () -> Math.max(0, age(one.lastEventAt(), clock.instant()))))
            .toList(),
        true);
  }

  private static double age(Instant at, Instant now) {
    return at == null ? 0 : Duration.between(at, now).toMillis() / 1000.0;
  }
}
