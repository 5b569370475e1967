package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlBuffer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What others do with deliveries: add them, put them back, see that they are not sent. */
@Component
public class Deliveries {

  private static final Set<DeliveryStatus> REPLAYABLE =
      Set.of(DeliveryStatus.DEAD, DeliveryStatus.DELIVERED);

  private final DeliveryRepository repository;
  private final OwnWork own;
  private final SqlBuffer buffer;
  private final Wakeups wakeups;
  private final OutboxProperties properties;

  Deliveries(
      DeliveryRepository repository,
      OwnWork own,
      SqlBuffer buffer,
      Wakeups wakeups,
      OutboxProperties properties) {
    this.properties = properties;
    this.repository = repository;
    this.own = own;
    this.buffer = buffer;
    this.wakeups = wakeups;
  }

  /**
   * Adds deliveries in the surrounding transaction, in one round trip; not those whose destination
   * already has one with their key. After its commit this node begins those that it has free slots
   * for, and the others' consumers are woken.
   */
  @Transactional
  public void add(List<NewDelivery> deliveries) {
    own.add(deliveries.stream().map(repository::prepare).toList());
  }

  /** Adds one likewise, at the latest before the surrounding transaction commits. */
  @Transactional
  public void add(NewDelivery delivery) {
    buffer.weigh(delivery.body() == null ? 0 : delivery.body().length());
    buffer.write(own, repository.prepare(delivery), own::add);
  }

  /** Whether a delivery of this status can be put back. */
  public static boolean isReplayable(DeliveryStatus status) {
    return REPLAYABLE.contains(status);
  }

  /** The status of a delivery; empty when there is none of this id. */
  public Optional<DeliveryStatus> status(UUID id) {
    return repository.status(id);
  }

  /** The deliveries of an event to a destination; none when there is none. */
  public List<UUID> ofEvent(UUID eventId, String destination) {
    return repository.ofEvent(eventId, destination);
  }

  /**
   * Makes deliveries pending again, each at the end of its lane and in the order given, under a new
   * attempt series that counts from one. Those that have another status than wanted stay as they
   * are.
   *
   * @param ids not more than one statement takes
   * @param wanted {@link DeliveryStatus#DEAD} or {@link DeliveryStatus#DELIVERED}
   * @return how many were put back
   */
  @Transactional
  public int replay(List<UUID> ids, DeliveryStatus wanted) {
    if (!REPLAYABLE.contains(wanted)) {
      throw new IllegalArgumentException("What is %s cannot be replayed".formatted(wanted));
    }
    int replayed = repository.replay(ids, wanted);
    repository.destinations(ids).forEach(wakeups::wakeAllOf);
    return replayed;
  }

  /**
   * Sees that a pending or dead delivery is not sent; one that is being tried right now may still
   * arrive, and its result is not counted.
   *
   * @return false when it is neither pending nor dead
   */
  @Transactional
  public boolean discard(UUID id) {
    return discard(List.of(id), DeliveryStatus.PENDING, DeliveryStatus.DEAD) == 1;
  }

  /**
   * The same of several that have one of these statuses.
   *
   * @return how many were discarded
   */
  @Transactional
  public int discard(List<UUID> ids, DeliveryStatus... wanted) {
    int discarded = repository.discard(ids, wanted);
    repository.destinations(ids).forEach(wakeups::wakeAllOf);
    return discarded;
  }

  /** In which of the statuses pending and dead the deliveries of these events are. */
  public Map<UUID, Set<DeliveryStatus>> open(Collection<UUID> eventIds) {
    return repository.open(eventIds);
  }

  /** What these events were sent to, each event's in the order in which it was added. */
  public Map<UUID, List<Told>> told(Collection<UUID> eventIds) {
    return repository.told(eventIds).stream().collect(Collectors.groupingBy(Told::eventId));
  }

  /** The statuses of deliveries of these events to a destination, by their keys. */
  public Map<String, DeliveryStatus> statuses(Collection<UUID> eventIds, String destination) {
    return repository.statuses(eventIds, destination);
  }

  /** What a destination has been told of later events since, or will be. */
  public List<Told> toldSince(Later later) {
    return repository.toldSince(later);
  }

  /**
   * Locks the deliveries of an event until the surrounding transaction ends, as its erasure does.
   */
  public void lockOf(UUID eventId) {
    repository.lockOf(eventId);
  }

  /**
   * Sees that pending or dead deliveries are not sent, as the rules of later would not have sent
   * them. One that is being tried right now stays.
   *
   * @return how many were withdrawn
   */
  @Transactional
  public int withdraw(List<UUID> ids) {
    int withdrawn = repository.withdraw(ids);
    repository.destinations(ids).forEach(wakeups::wakeAllOf);
    return withdrawn;
  }

  /** Where a delivery of a destination goes: there, or to the partition that it is of. */
  public String partition(String destination, Map<String, Object> variables) {
    Object value = variables.get(properties.partitionBy());
    return properties.nameOf(destination, value == null ? null : value.toString());
  }

  /** Removes all deliveries of these events, with their attempts. */
  @Transactional
  public void remove(Collection<UUID> eventIds) {
    repository.remove(eventIds);
  }

  /**
   * Removes a delivery about no event, with its attempts, once it has ended.
   *
   * @param alsoDead whether also when it is dead
   * @return how it ended; empty when it has not, or is not there
   */
  @Transactional
  public Optional<Ended> takeEnded(String destination, String key, boolean alsoDead) {
    return repository.takeEnded(destination, key, alsoDead);
  }

  /**
   * Removes some deliveries about no event that ended before a moment and are not dead; answers how
   * many.
   */
  @Transactional
  public int removeWithoutEvent(Instant before, int most) {
    return repository.removeWithoutEvent(before, most);
  }
}
