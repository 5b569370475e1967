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
class ClaimCursors {

  static final Instant FIRST = Instant.EPOCH;

  private final Map<Due, Cursor> cursors = new ConcurrentHashMap<>();
  private final OutboxProperties properties;
  private final Clock clock;

  ClaimCursors(OutboxProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /** What became due before this is not to be read now. */
  Instant of(Due due) {
    Cursor known = cursors.get(due);
    return known != null && clock.instant().isBefore(known.until()) ? known.from() : FIRST;
  }

  /** A claim that read from {@code from} could take no more; its first became due then. */
  void enough(Due due, Instant from, Instant first) {
    Instant until = clock.instant().plus(properties.pollInterval());
    cursors.compute(
        due,
        (same, known) ->
            new Cursor(first, known == null || from.equals(FIRST) ? until : known.until()));
  }

  /** A claim has taken all there was. */
  void tooFew(Due due) {
    cursors.remove(due);
  }

  private record Cursor(Instant from, Instant until) {}
}
