package org.idwiseroutes.inbox;

import com.fasterxml.uuid.NoArgGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.journey.EventName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the {@link Event} of a request's body. */
@Component
public class EventReader {

  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

  /** As much of a body that is not JSON as is kept. */
  private static final int LONGEST_GARBAGE = 64 * 1024;

  private static final int LONGEST_COLUMN = 256;
  private final NoArgGenerator ids;
  private final Clock clock;

  EventReader(NoArgGenerator ids, Clock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The event that a body announces; of one that cannot be read, a copy for the quarantine; of an
   * object with neither {@code event} nor {@code body}, a copy as a test call.
   *
   * @return null for a mere test: an empty body, or an object without a field
   */
  public Event receive(Origin origin, byte[] body) {
    return receive(origin, body, ids.generate(), clock.instant());
  }

  /** The same of a body that was received under this id at that time. */
  Event receive(Origin origin, byte[] body, UUID id, Instant at) {
    try {
      EventJson.Read read = EventJson.read(body);
      if (read == null) {
        return null;
      }
      return read.test() ? testCall(origin, read, id, at) : event(origin, read, id, at);
    } catch (UnreadableBodyException e) {
      LOG.warn("Source {}: {}; a copy is in quarantine", origin.source(), e.getMessage());
      return garbage(origin, body, e.getMessage(), id, at);
    }
  }

  /**
   * Reads a body that is stored once more, with {@code event} and {@code body} in whatever letters
   * they are written.
   *
   * @return the event to be decided, under a new id; empty when no one field is {@code event}
   */
  Optional<Event> inAnyLetters(String source, String payload, Instant receivedAt) {
    try {
      String text = FieldLetters.corrected(payload, EventJson.EVENT, EventJson.BODY);
      EventJson.Read read = EventJson.read(text.getBytes(StandardCharsets.UTF_8));
      return read == null || read.name() == null
          ? Optional.empty()
          : Optional.of(event(new Origin(source, null, null), read, ids.generate(), receivedAt));
    } catch (UnreadableBodyException e) {
      return Optional.empty();
    }
  }

  private Event event(Origin origin, EventJson.Read read, UUID id, Instant receivedAt)
      throws UnreadableBodyException {
    String eventId = read.id("eventId");
    String journeyId = column(read.id("journeyId"));
    String checkId = column(read.id("spotCheckJourneyId"));
    return new Event(
        id,
        origin.source(),
        eventId == null ? "sha256:" + hash(EventJson.canonical(read.text())) : key(eventId),
        eventId == null,
        column(name(read.name())),
        journeyId,
        journeyId == null ? checkId : journeyId,
        column(read.id("referenceNo")),
        read.text(),
        origin.authenticatedAs(),
        Event.ACCEPTED,
        null,
        receivedAt,
        origin.traceparent());
  }

  /** What is kept of a call that names no event: all of it, under no journey. */
  private Event testCall(Origin origin, EventJson.Read read, UUID id, Instant at)
      throws UnreadableBodyException {
    return new Event(
        id,
        origin.source(),
        "sha256:" + hash(EventJson.canonical(read.text())),
        true,
        null,
        null,
        null,
        null,
        read.text(),
        origin.authenticatedAs(),
        Event.TEST,
        null,
        at,
        origin.traceparent());
  }

  /** What is kept of a body that cannot be read. */
  private Event garbage(Origin origin, byte[] body, String problem, UUID id, Instant at) {
    String text = new String(body, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    return Event.quarantined(
        id,
        origin,
        "sha256:" + hash(body),
        true,
        text.length() > LONGEST_GARBAGE ? text.substring(0, LONGEST_GARBAGE) : text,
        problem,
        at);
  }

  private static String name(String text) {
    return text == null ? null : EventName.of(text).map(EventName::text).orElse(text.strip());
  }

  /** No key may be longer than an index takes; a hash of it is as good. */
  private static String key(String eventId) {
    String column = column(eventId);
    return column.equals(eventId) ? eventId : "sha256:" + hash(eventId);
  }

  /** A text that every database takes into an index: no NUL, no half character, not endless. */
  private static String column(String text) {
    if (text == null) {
      return null;
    }
    String whole =
        new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE)
            .replace('\0', '\uFFFD');
    if (whole.length() <= LONGEST_COLUMN) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(LONGEST_COLUMN - 1)) ? 1 : 0;
    return whole.substring(0, LONGEST_COLUMN - end);
  }

  private static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
