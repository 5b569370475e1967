package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Wakes the consumers of this node that have something due, with one statement for all of them. It
 * is the safety net: what is added, freed or to be tried again wakes its consumers by itself, on
 * every node, unless the node that knew of it has died.
 */
@Component
class DuePoll {

  private static final Logger LOG = LoggerFactory.getLogger(DuePoll.class);

  private final DeliveryRepository deliveries;
  private final Wakeups wakeups;
  private final Duration interval;

  /** Its own: what else is scheduled may take its time. */
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("due-poll").daemon().build());

  DuePoll(DeliveryRepository deliveries, Wakeups wakeups, OutboxProperties properties) {
    this.deliveries = deliveries;
    this.wakeups = wakeups;
    this.interval = properties.pollInterval();
  }

  @EventListener(ApplicationStartedEvent.class)
  void start() {
    thread.scheduleWithFixedDelay(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      deliveries.due(wakeups.awaited()).forEach(wakeups::wakeAnybody);
    } catch (RuntimeException | Error e) {
      LOG.debug("What is due is looked for again in a moment", e);
    }
  }

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
