package org.idwiseroutes.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The way out of quarantine, and that of test calls to {@code decide}. */
@Component
public class Quarantine {

  private static final int LONGEST_PROBLEM = 1_000;

  private static final String NOT_RELEASABLE =
      "Only a quarantined event whose body was JSON, or a test call, can be decided again; this one is %s";

  private static final String NAMES_NOTHING =
      "This test call has no one field \"event\", in whatever letters, with a name in it: there is nothing to decide";

  private record Kept(String source, String state, String payload, Instant receivedAt) {}

  private final JdbcClient jdbc;
  private final Deliveries deliveries;
  private final EventReader reader;
  private final EventKeys keys;
  private final RewrittenReceipts receipts;

  Quarantine(
      JdbcClient jdbc,
      Deliveries deliveries,
      EventReader reader,
      EventKeys keys,
      RewrittenReceipts receipts) {
    this.receipts = receipts;
    this.jdbc = jdbc;
    this.deliveries = deliveries;
    this.reader = reader;
    this.keys = keys;
  }

  /** The state of an event; empty when there is none of this id. */
  public Optional<String> state(UUID eventId) {
    return jdbc.sql("SELECT state FROM event WHERE id = :id")
        .param("id", eventId)
        .query(String.class)
        .optional();
  }

  /**
   * Takes an event that could not be read out of quarantine, for good; it is kept as long as other
   * finished ones.
   *
   * @param reason why, for whoever looks at it later
   * @return false when it is not quarantined, or is an event that {@code decide} can read
   */
  @Transactional
  public boolean dismiss(UUID eventId, String reason) {
    return jdbc.sql(
                """
                UPDATE event SET state = 'dismissed', problem = :problem
                WHERE id = :id AND state = 'quarantined' AND event IS NULL
                """)
            .param("problem", StoredText.of("dismissed: " + reason, LONGEST_PROBLEM))
            .param("id", eventId)
            .update()
        == 1;
  }

  /**
   * Lets {@code decide} look at a quarantined event once more, with the rules of today, or at a
   * test call for the first time. When {@code event} or {@code body} are missing and one other
   * field is the same but for its letters, that is taken for it.
   *
   * @return why that cannot be; empty when it was done
   */
  @Transactional
  public Optional<String> release(UUID eventId) {
    Optional<Kept> found = kept(eventId);
    if (found.isEmpty()) {
      return Optional.of(NOT_RELEASABLE.formatted("unknown"));
    }
    Kept kept = found.get();
    boolean test = kept.state().equals(Event.TEST);
    if (!test && !kept.state().equals(Event.QUARANTINED)) {
      return Optional.of(NOT_RELEASABLE.formatted(kept.state()));
    }
    Optional<Event> read =
        reader
            .inAnyLetters(kept.source(), kept.payload(), kept.receivedAt())
            .filter(event -> test || !event.payload().equals(kept.payload()));
    if (test && read.isEmpty()) {
      return Optional.of(NAMES_NOTHING);
    }
    Optional<UUID> twin = read.flatMap(keys::find).filter(id -> !id.equals(eventId));
    if (twin.isPresent()) {
      return Optional.of("The same event has come since, as %s".formatted(twin.get()));
    }
    if (test ? !take(eventId, read.get()) : !releaseDelivery(eventId)) {
      return Optional.of(NOT_RELEASABLE.formatted(kept.state()));
    }
    if (test) {
      deliveries.add(List.of(Events.toDecide(read.get().as(eventId))));
    } else {
      read.ifPresent(event -> write(eventId, event, Event.ACCEPTED));
    }
    return Optional.empty();
  }

  /** Makes a test call an event; false when somebody else has just done so. */
  private boolean take(UUID eventId, Event read) {
    return write(eventId, read, Event.TEST) == 1;
  }

  /** Writes what was read of an event now, over what was read of it when it came. */
  private int write(UUID eventId, Event read, String state) {
    int written =
        jdbc.sql(
                """
            UPDATE event SET state = 'accepted', problem = NULL, event_key = :key, event = :event,
              journey_id = :journeyId, journey_key = :journeyKey, reference_no = :reference,
              payload = :payload, outcome = NULL, verdict = NULL
            WHERE id = :id AND state = :state
            """)
            .param("key", read.key())
            .param("event", read.name())
            .param("journeyId", read.journeyId())
            .param("journeyKey", read.journeyKey())
            .param("reference", read.referenceNo())
            .param("payload", read.payload())
            .param("id", eventId)
            .param("state", state)
            .update();
    receipts.ofEvents(List.of(eventId));
    return written;
  }

  private Optional<Kept> kept(UUID eventId) {
    return jdbc.sql("SELECT source, state, payload, received_at FROM event WHERE id = :id")
        .param("id", eventId)
        .query(
            (row, number) ->
                new Kept(
                    row.getString("source"),
                    row.getString("state"),
                    row.getString("payload"),
                    SqlTime.get(row, "received_at")))
        .optional();
  }

  private boolean releaseDelivery(UUID eventId) {
    List<UUID> decided = deliveries.ofEvent(eventId, Events.DECIDE);
    boolean released =
        decided.size() == 1
            && jdbc.sql(
                        """
                        UPDATE event SET state = 'accepted', problem = NULL
                        WHERE id = :id AND state = 'quarantined'
                        """)
                    .param("id", eventId)
                    .update()
                == 1;
    if (released && deliveries.replay(decided, DeliveryStatus.DELIVERED) != 1) {
      throw new IllegalStateException("The event %s is being decided".formatted(eventId));
    }
    return released;
  }
}
