package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
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

  private static final int AT_ONCE = 50;
  private static final int READ_TOGETHER = 10;
  private static final UUID FIRST = new UUID(0, 0);

  /** An event may leave the reference out that another of its journey has told. */
  private static final String SELECT =
      StoredEvents.SELECT.replace(
          " reference_no,",
          """
           COALESCE(reference_no, (
            SELECT j.reference_no FROM journey j
            WHERE j.journey_key = event.journey_key AND j.source = event.source)) AS reference_no,
          """);

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

  /**
   * Some of them, each as JSON: at least one while there is any.
   *
   * @param after the id of the last one that was seen; null for none
   * @param characters no more are added to so many
   */
  public List<String> texts(Instant since, UUID after, int most, int characters) {
    List<String> page = new ArrayList<>();
    UUID last = after == null ? FIRST : after;
    long length = 0;
    List<StoredEvent> some;
    do {
      some = stored(since, last, READ_TOGETHER);
      for (StoredEvent event : some) {
        page.add(document(event).toString());
        length += page.get(page.size() - 1).length();
        last = event.id();
        if (page.size() == most || length >= characters) {
          return page;
        }
      }
    } while (some.size() == READ_TOGETHER);
    return page;
  }

  @Override
  public Optional<ObjectNode> find(UUID id) {
    return jdbc.sql(SELECT + " WHERE id = :id AND outcome IS NOT NULL")
        .param("id", id)
        .query(StoredEvents::read)
        .optional()
        .map(this::document);
  }

  /**
   * An event that was decided.
   *
   * @param seq its place among all events
   * @param document what rules read of it
   */
  public record Decided(UUID id, long seq, ObjectNode document) {}

  /**
   * Some of those that were decided and received in a span, and not put into quarantine or erased.
   *
   * @param source null for all
   * @param until null for no end
   * @param after the id of the last one that was seen; null for none
   */
  public List<Decided> between(String source, Instant from, Instant until, UUID after, int most) {
    return decided(
        jdbc.sql(
                SELECT
                    + """
                     WHERE id > :after AND received_at >= :from AND state = 'decided'
                      AND (CAST(:source AS VARCHAR) IS NULL OR source = :source)
                      AND (CAST(:until AS TIMESTAMP WITH TIME ZONE) IS NULL OR received_at < :until)
                    ORDER BY id LIMIT :most
                    """)
            .param("after", after == null ? FIRST : after)
            .param("from", SqlTime.of(from))
            .param("until", SqlTime.of(until))
            .param("source", source)
            .param("most", most));
  }

  /** One that was decided, and not put into quarantine or erased. */
  public Optional<Decided> decided(UUID id) {
    return decided(jdbc.sql(SELECT + " WHERE id = :id AND state = 'decided'").param("id", id))
        .stream()
        .findFirst();
  }

  /**
   * All that are about the same person, or the same journey, as this one, itself included; no more
   * than a thousand and one.
   */
  public List<Decided> ofPerson(UUID id) {
    return decided(
        jdbc.sql(
                SELECT
                    + """
                     WHERE state = 'decided' AND id IN (
                      SELECT :id
                      UNION SELECT same.id FROM event one
                        JOIN event same ON same.journey_key = one.journey_key
                          AND same.source = one.source
                        WHERE one.id = :id
                      UNION SELECT same.id FROM event one
                        JOIN event same ON same.reference_no = one.reference_no
                          AND same.source = one.source
                        WHERE one.id = :id
                      UNION SELECT same.id FROM event one
                        JOIN journey mine ON mine.source = one.source AND (
                          mine.journey_key = one.journey_key
                          OR mine.reference_no = one.reference_no)
                        JOIN journey theirs ON theirs.source = mine.source
                          AND theirs.reference_no = mine.reference_no
                        JOIN event same ON same.journey_key = theirs.journey_key
                          AND same.source = theirs.source
                        WHERE one.id = :id)
                    ORDER BY id LIMIT 1001
                    """)
            .param("id", id));
  }

  private List<Decided> decided(JdbcClient.StatementSpec found) {
    return found.query(StoredEvents::read).list().stream()
        .map(event -> new Decided(event.id(), event.seq(), document(event)))
        .toList();
  }

  private List<StoredEvent> stored(Instant since, UUID after, int most) {
    return jdbc.sql(
            SELECT
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
