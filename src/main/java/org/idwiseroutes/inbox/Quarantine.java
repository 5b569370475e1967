package org.idwiseroutes.inbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.Replays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The way out of quarantine. */
@Component
public class Quarantine {

  private static final int LONGEST_PROBLEM = 1_000;

  private final JdbcClient jdbc;
  private final Replays replays;

  Quarantine(JdbcClient jdbc, Replays replays) {
    this.jdbc = jdbc;
    this.replays = replays;
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
   * Lets {@code decide} look at a quarantined event once more, with the rules of today.
   *
   * @return false when it is not quarantined, or was never an event: its body was not JSON
   */
  @Transactional
  public boolean release(UUID eventId) {
    Optional<UUID> delivery =
        jdbc.sql(
                """
                SELECT d.id FROM delivery d JOIN event e ON e.id = d.event_id
                WHERE e.id = :id AND e.state = 'quarantined' AND d.destination = :decide
                """)
            .param("id", eventId)
            .param("decide", Events.DECIDE)
            .query(UUID.class)
            .optional();
    if (delivery.isEmpty()
        || replays.replay(List.of(delivery.get()), DeliveryStatus.DELIVERED) == 0) {
      return false;
    }
    jdbc.sql("UPDATE event SET state = 'accepted', problem = NULL WHERE id = :id")
        .param("id", eventId)
        .update();
    return true;
  }
}
