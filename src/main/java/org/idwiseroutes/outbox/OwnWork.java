package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.idwiseroutes.outbox.DeliveryRepository.Added;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Adds deliveries and begins at once, from memory, those that this node has free slots for: what a
 * transaction adds is this node's when it commits, and needs no claim. All else is pending for any
 * node. Where older deliveries wait for a slot, nothing new is begun before them.
 */
@Component
class OwnWork {

  private final DeliveryRepository deliveries;
  private final Wakeups wakeups;
  private final Node node;
  private final Heartbeat heartbeat;
  private final Map<String, LeasedWork> takers = new ConcurrentHashMap<>();

  OwnWork(DeliveryRepository deliveries, Wakeups wakeups, Node node, Heartbeat heartbeat) {
    this.deliveries = deliveries;
    this.wakeups = wakeups;
    this.node = node;
    this.heartbeat = heartbeat;
  }

  /** From now on this one takes what is added for its destination. */
  void open(LeasedWork taker) {
    takers.put(taker.wakeup(), taker);
  }

  void close(LeasedWork taker) {
    takers.remove(taker.wakeup(), taker);
  }

  /** Adds deliveries in the surrounding transaction. */
  void add(List<Added> added) {
    long era = heartbeat.era();
    Map<Added, LeasedWork> reserved = reserve(added);
    List<Added> rows =
        added.stream()
            .map(
                one -> {
                  LeasedWork taker = reserved.get(one);
                  return taker == null ? one : one.ownedBy(node, taker.lease());
                })
            .toList();
    Map<LeasedWork, Long> news =
        reserved.values().stream()
            .distinct()
            .collect(Collectors.toMap(taker -> taker, LeasedWork::news));
    Outcome outcome = new Outcome(reserved, news, era);
    TransactionSynchronizationManager.registerSynchronization(outcome);
    outcome.own = deliveries.add(rows);
    Set<Object> ownIds = outcome.own.stream().map(Delivery::id).collect(Collectors.toSet());
    added.stream()
        .filter(one -> !ownIds.contains(one.id()))
        .map(one -> woken(one.delivery()))
        .distinct()
        .forEach(wakeups::wakeAll);
  }

  /** The consumers of urgent deliveries are enough to wake: they are never all busy with others. */
  private static String woken(NewDelivery delivery) {
    return delivery.urgent() ? Wakeups.urgent(delivery.destination()) : delivery.destination();
  }

  /** Of each lane no more than the first. */
  private Map<Added, LeasedWork> reserve(List<Added> added) {
    Map<Added, LeasedWork> reserved = new LinkedHashMap<>();
    Set<String> lanes = new HashSet<>();
    for (Added one : added) {
      LeasedWork taker = takers.get(woken(one.delivery()));
      boolean first = one.storedLane() == null || lanes.add(one.storedLane());
      if (taker != null && first && one.delivery().notBefore() == null && taker.reserve()) {
        reserved.put(one, taker);
      }
    }
    return reserved;
  }

  /** Begins what is own once it has been committed, and gives back the slots of all else. */
  private static final class Outcome implements TransactionSynchronization {

    private final Map<Added, LeasedWork> reserved;
    private final Map<LeasedWork, Long> news;
    private final long era;
    private List<Delivery> own = List.of();

    Outcome(Map<Added, LeasedWork> reserved, Map<LeasedWork, Long> news, long era) {
      this.reserved = reserved;
      this.news = news;
      this.era = era;
    }

    @Override
    public void afterCompletion(int status) {
      Map<Object, Delivery> added =
          status == STATUS_ROLLED_BACK
              ? Map.of()
              : own.stream().collect(Collectors.toMap(Delivery::id, one -> one));
      Map<LeasedWork, List<Delivery>> byTaker = new LinkedHashMap<>();
      Map<LeasedWork, Instant> ends = new HashMap<>();
      reserved.forEach(
          (row, taker) -> {
            Delivery delivery = added.get(row.id());
            if (delivery == null) {
              taker.release();
            } else {
              byTaker.computeIfAbsent(taker, first -> new ArrayList<>()).add(delivery);
              ends.merge(taker, row.at().plus(taker.lease()), OwnWork::earlier);
            }
          });
      byTaker.forEach(
          (taker, deliveries) -> {
            Lease lease = new Lease(ends.get(taker), era);
            if (status == STATUS_COMMITTED) {
              taker.beginOwn(deliveries, lease, news.get(taker));
            } else {
              taker.giveBackUnknown(deliveries, lease);
            }
          });
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
