package org.idwiseroutes.outbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

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

  DuePoll(DeliveryRepository deliveries, Wakeups wakeups) {
    this.deliveries = deliveries;
    this.wakeups = wakeups;
  }

  @Scheduled(fixedDelayString = "${idwise.outbox.poll-interval}")
  void poll() {
    try {
      deliveries.due(wakeups.awaited()).forEach(wakeups::wakeAnybody);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("What is due is looked for again in a moment", e);
    }
  }
}
