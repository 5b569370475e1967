package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * From where claims of this node read what is due. What has been delivered stays in front of it in
 * the index until the table is vacuumed: read past by each claim, that costs more the longer a
 * backlog is worked off. So a claim begins where the last one found its first.
 *
 * <p>That never decides what is claimed, only when: as soon as a claim finds less than it could
 * take, and at least once in every poll interval, all that is due is read from the very first.
 */
@Component
class Beginnings {

  static final Instant OF_ALL = Instant.EPOCH;

  private final Map<Due, Beginning> beginnings = new ConcurrentHashMap<>();
  private final OutboxProperties properties;
  private final Clock clock;

  Beginnings(OutboxProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** What became due before this is not to be read now. */
  Instant of(Due due) {
    Beginning known = beginnings.get(due);
    return known != null && clock.instant().isBefore(known.until()) ? known.from() : OF_ALL;
  }

  /** A claim that read from {@code from} could take no more; its first became due then. */
  void enough(Due due, Instant from, Instant first) {
    Instant until = clock.instant().plus(properties.pollInterval());
    beginnings.compute(
        due,
        (same, known) ->
            new Beginning(first, known == null || from.equals(OF_ALL) ? until : known.until()));
  }

  /** A claim has taken all there was. */
  void tooFew(Due due) {
    beginnings.remove(due);
  }

  private record Beginning(Instant from, Instant until) {}
}
