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
import org.springframework.stereotype.Component;

/** Those of the database. */
@Component
public class DecidedEvents implements PastEvents {

  private static final int AT_ONCE = 1_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final JdbcClient jdbc;

  /** Reads from this database. */
  public DecidedEvents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void each(Instant since, Consumer<ObjectNode> consumer) {
    UUID last = FIRST;
    List<StoredEvent> page;
    do {
      page = stored(since, last, AT_ONCE);
      for (StoredEvent event : page) {
        consumer.accept(document(event));
        last = event.id();
      }
    } while (page.size() == AT_ONCE);
  }

  /**
   * Some of them.
   *
   * @param after the id of the last one that was seen; null for none
   */
  public List<ObjectNode> page(Instant since, UUID after, int most) {
    return stored(since, after == null ? FIRST : after, most).stream().map(this::document).toList();
  }

  @Override
  public Optional<ObjectNode> find(UUID id) {
    return jdbc.sql(StoredEvents.SELECT + " WHERE id = :id AND outcome IS NOT NULL")
        .param("id", id)
        .query(StoredEvents::read)
        .optional()
        .map(this::document);
  }

  private List<StoredEvent> stored(Instant since, UUID after, int most) {
    return jdbc.sql(
            StoredEvents.SELECT
                + """
                 WHERE id > :after AND received_at >= :since AND outcome IS NOT NULL
                ORDER BY id LIMIT :most
                """)
        .param("after", after)
        .param("since", SqlTime.of(since))
        .param("most", most)
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
