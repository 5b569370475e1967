package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts into the inbox what IDWise's API says and no webhook has told. */
@Component
public class ReconciledEvents {

  private static final String AUTHENTICATED_AS = "idwise.api";

  private final EventReader reader;
  private final Events events;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  ReconciledEvents(EventReader reader, Events events, JdbcClient jdbc, ObjectMapper json) {
    this.reader = reader;
    this.events = events;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Stores an event with {@code origin} {@code reconciled}, to be decided like any other.
   *
   * @param payload in the shape of IDWise's webhooks; its {@code eventId} is its identity
   * @return false when it was stored before
   */
  @Transactional
  public boolean store(String source, ObjectNode payload) {
    Receipt receipt = events.store(List.of(read(source, payload))).get(0);
    if (receipt.isNew()) {
      jdbc.sql("UPDATE event SET origin = 'reconciled' WHERE id = :id")
          .param("id", receipt.id())
          .update();
    }
    return receipt.isNew();
  }

  private Event read(String source, ObjectNode payload) {
    try {
      return reader.receive(
          new Origin(source, AUTHENTICATED_AS, null), json.writeValueAsBytes(payload));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was made here can be written", e);
    }
  }
}
