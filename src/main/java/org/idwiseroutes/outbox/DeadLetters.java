package org.idwiseroutes.outbox;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.failure.Failure;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tells the destination {@code dead-letter} when a group of failures begins and when it ends: the
 * first delivery of a kind that died or did not reach all, and the destination that is held.
 *
 * <p>What concerns mail itself would not arrive by mail: it is told to the destination {@code
 * notify} as well, when there is a chat ({@code notify.kind}), in the form of an event that has
 * nothing of a person. What fails on its own way to {@code dead-letter} makes no further letter.
 */
@Component
class DeadLetters {

  static final String DEAD_LETTER = "dead-letter";

  private static final Set<String> BY_MAIL = Set.of(DEAD_LETTER, "email");
  private static final String CHAT = "notify";
  private static final String NO_CHAT = "none";

  private final Deliveries deliveries;
  private final Variables json;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final boolean hasChat;

  DeadLetters(
      Deliveries deliveries,
      Variables json,
      NoArgGenerator ids,
      Clock clock,
      @Value("${notify.kind:" + NO_CHAT + "}") String chat) {
    this.hasChat = !chat.equals(NO_CHAT);
    this.deliveries = deliveries;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** The first of a group has died. */
  void died(Delivery delivery, Failure failure) {
    add(delivery.eventId(), letter("dead", delivery, failure));
  }

  /** The first of a group has gone out without reaching all. */
  void refused(Delivery delivery, Failure failure) {
    add(delivery.eventId(), letter("refused", delivery, failure));
  }

  /** No dead delivery of a group is left. */
  void closed(String destination, String summary, int deaths, Instant openedAt) {
    Map<String, Object> letter = letter("closed", "dead", destination, summary);
    letter.put("deaths", deaths);
    letter.put("openedAt", openedAt.toString());
    add(null, letter);
  }

  /** A destination is held from now on. */
  void held(String destination, Failure failure) {
    add(null, letter("opened", "held", destination, failure.summary()));
  }

  /** A destination that was held delivers again. */
  void freed(String destination) {
    add(null, letter("closed", "held", destination, null));
  }

  private Map<String, Object> letter(String status, Delivery delivery, Failure failure) {
    Map<String, Object> letter =
        letter("opened", status, delivery.destination(), failure.summary());
    letter.put("deliveryId", delivery.id());
    letter.put("eventId", delivery.eventId());
    letter.put("attempts", delivery.attempt());
    letter.put("lastError", failure.text());
    letter.put("variables", delivery.variables());
    return letter;
  }

  private Map<String, Object> letter(
      String state, String status, String destination, String summary) {
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("state", state);
    letter.put("status", status);
    letter.put("destination", destination);
    letter.put("failure", summary);
    letter.put("at", clock.instant().toString());
    return letter;
  }

  private void add(UUID eventId, Map<String, Object> letter) {
    String destination = letter.get("destination").toString();
    if (!destination.equals(DEAD_LETTER)) {
      add(DEAD_LETTER, eventId, letter);
    }
    if (hasChat && BY_MAIL.contains(destination.split("[.]", 2)[0])) {
      add(CHAT, null, forChat(letter));
    }
  }

  private void add(String to, UUID eventId, Map<String, Object> body) {
    deliveries.add(
        new NewDelivery(
            to, ids.generate().toString(), null, eventId, json.write(body), false, Map.of()));
  }

  /** "SMTP 550" or the kind of an exception: its words may have been made of an event's text. */
  private static String kind(Object failure) {
    return failure == null ? "" : failure.toString().split("[:,]", 2)[0];
  }

  private static Map<String, Object> forChat(Map<String, Object> letter) {
    boolean began = letter.get("state").equals("opened");
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", began ? "Mail fails" : "Mail works again");
    event.put("referenceNo", letter.get("destination"));
    event.put("failing", letter.get("status"));
    event.put("why", kind(letter.get("failure")));
    event.put("at", letter.get("at"));
    return event;
  }
}
