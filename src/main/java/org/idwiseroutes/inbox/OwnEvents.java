package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts into the inbox what no webhook has told: what IDWise's API says, and what timers do. */
@Component
public class OwnEvents {

  /** Where an event comes from that IDWise has not posted. */
  public enum From {
    /** IDWise's API. */
    RECONCILED("reconciled", "idwise.api"),
    /** A timer of ours. */
    TIMER(StoredEvent.TIMER, "idwise.timers");

    private final String origin;
    private final String authenticatedAs;

    From(String origin, String authenticatedAs) {
      this.origin = origin;
      this.authenticatedAs = authenticatedAs;
    }
  }

  private final EventReader reader;
  private final Events events;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  OwnEvents(EventReader reader, Events events, JdbcClient jdbc, ObjectMapper json) {
    this.reader = reader;
    this.events = events;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Stores an event with the origin {@code reconciled} or {@code timer}, to be decided like any
   * other.
   *
   * @param payload in the shape of IDWise's webhooks; its {@code eventId} is its identity
   * @return false when it was stored before
   */
  @Transactional
  public boolean store(From from, String source, ObjectNode payload) {
    Receipt receipt = events.store(List.of(read(from, source, payload))).get(0);
    if (receipt.isNew()) {
      jdbc.sql("UPDATE event SET origin = :origin WHERE id = :id")
          .param("origin", from.origin)
          .param("id", receipt.id())
          .update();
    }
    return receipt.isNew();
  }

  private Event read(From from, String source, ObjectNode payload) {
    try {
      return reader.receive(
          new Origin(source, from.authenticatedAs, null), json.writeValueAsBytes(payload));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was made here can be written", e);
    }
  }
}
