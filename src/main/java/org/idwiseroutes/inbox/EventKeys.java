package org.idwiseroutes.inbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The identities of stored events. */
@Component
class EventKeys {

  private final JdbcClient jdbc;
  private final InboxProperties properties;

  EventKeys(JdbcClient jdbc, InboxProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  boolean contains(String source, String key) {
    return jdbc.sql("SELECT COUNT(*) FROM event WHERE source = :source AND event_key = :key")
            .param("source", source)
            .param("key", key)
            .query(Integer.class)
            .single()
        > 0;
  }

  /**
   * Frees a key that is only a hash when its window was over as the event was received, however
   * long that then waited in a spool or the log; and when another event of the journey, or of the
   * person where neither names a journey, has come between the two, for then the same words say
   * something new. Two requests that do this at once wait for each other at the row, and the second
   * then finds the key taken.
   */
  void lapse(Event event) {
    Instant windowStart = event.receivedAt().minus(properties.windowWithoutId());
    jdbc.sql(
            """
            UPDATE event SET event_key = event_key || '@' || CAST(id AS VARCHAR)
            WHERE source = :source AND event_key = :key
              AND (received_at < :start OR EXISTS (
                SELECT 1 FROM event later
                WHERE %s AND later.source = :source
                  AND later.seq > event.seq AND later.received_at <= :received))
            """
                .formatted(between(event)))
        .param("source", event.source())
        .param("key", event.key())
        .param("holder", event.journeyKey() == null ? event.referenceNo() : event.journeyKey())
        .param("received", SqlTime.of(event.receivedAt()))
        .param("start", SqlTime.of(windowStart))
        .update();
  }

  /** Never by a value that is null: for that the embedded database reads all that have none. */
  private static String between(Event event) {
    if (event.journeyKey() != null) {
      return "later.journey_key = :holder";
    }
    return event.referenceNo() == null
        ? "later.id = event.id"
        : "later.reference_no = :holder AND later.journey_key IS NULL";
  }

  /** The event that has this one's identity; empty when there is none. */
  Optional<UUID> find(Event event) {
    return jdbc.sql("SELECT id FROM event WHERE source = :source AND event_key = :key")
        .param("source", event.source())
        .param("key", event.key())
        .query(UUID.class)
        .optional();
  }
}
