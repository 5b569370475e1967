package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.Statement;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events of the past with what they meant then. */
public final class DecidedEvents {

  private static final int AT_ONCE = 1_000;

  private final JdbcClient jdbc;

  /** Reads from this database. */
  public DecidedEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Shows what the rules read of every event that was decided, or quarantined for want of a rule,
   * since then, in the order in which they came.
   */
  public void each(Instant since, Consumer<ObjectNode> consumer) {
    UUID last = new UUID(0, 0);
    List<StoredEvent> page;
    do {
      page = page(since, last);
      for (StoredEvent event : page) {
        consumer.accept(document(event));
        last = event.id();
      }
    } while (page.size() == AT_ONCE);
  }

  /**
   * What the rules read of one event; empty when there is none of this id, it has not been decided,
   * or it was never JSON.
   */
  public Optional<ObjectNode> find(UUID id) {
    return jdbc.sql(StoredEvents.SELECT + " WHERE id = :id AND outcome IS NOT NULL")
        .param("id", id)
        .query(StoredEvents::read)
        .optional()
        .map(this::document);
  }

  private List<StoredEvent> page(Instant since, UUID after) {
    return jdbc.sql(
            StoredEvents.SELECT
                + """
                 WHERE id > :after AND received_at >= :since AND outcome IS NOT NULL
                ORDER BY id LIMIT :most
                """)
        .param("after", after)
        .param("since", SqlTime.of(since))
        .param("most", AT_ONCE)
        .query(StoredEvents::read)
        .list();
  }

  private ObjectNode document(StoredEvent event) {
    JsonNode body = Payloads.body(event.payload());
    ObjectNode document =
        DecisionDocument.of(event, Statement.of(event.name(), body), event.verdict());
    document.set("body", body);
    return document;
  }
}
