package org.idwiseroutes.people;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ResponseStatusException;

/**
 * How many people wait for what, and for how long the first of them has: {@code
 * idwise.people.waiting} and {@code idwise.people.oldest} (seconds), read every 15 seconds. Every
 * node shows the same: take the maximum over nodes, never the sum.
 */
@Component
class PeopleMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(PeopleMetrics.class);

  private final People people;
  private final Clock clock;
  private final MultiGauge waiting;
  private final MultiGauge oldest;

  PeopleMetrics(People people, Clock clock, MeterRegistry metrics) {
    this.people = people;
    this.clock = clock;
    this.waiting = MultiGauge.builder("idwise.people.waiting").register(metrics);
    this.oldest = MultiGauge.builder("idwise.people.oldest").baseUnit("seconds").register(metrics);
  }

  @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
  void measure() {
    try {
      Map<Waiting, Integer> counts = people.counts();
      Instant now = clock.instant();
      List<Row<?>> ages = new ArrayList<>();
      people
          .waitingSince()
          .forEach(
              (what, since) ->
                  ages.add(
                      Row.of(
                          tags(what),
                          () ->
                              since == null
                                  ? 0
                                  : Duration.between(since, now).toMillis() / 1000.0)));
      List<Row<?>> numbers = new ArrayList<>();
      counts.forEach((what, count) -> numbers.add(Row.of(tags(what), () -> count)));
      waiting.register(numbers, true);
      oldest.register(ages, true);
    } catch (DataAccessException | TransactionException | ResponseStatusException e) {
      LOG.debug("Who waits is counted again in a while", e);
    }
  }

  private static Tags tags(Waiting what) {
    return Tags.of("waiting", what.toString());
  }
}
