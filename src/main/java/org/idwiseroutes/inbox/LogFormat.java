package org.idwiseroutes.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.log.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How an event stands in the log: the body as it came, with headers for what the entrance knew
 * besides. All else is read from the body once more, so that nodes of different versions understand
 * each other.
 */
@Component
class LogFormat {

  static final String ID = "idwise-id";

  private static final Logger LOG = LoggerFactory.getLogger(LogFormat.class);
  private static final String SOURCE = "idwise-source";
  private static final String RECEIVED_AT = "idwise-received-at";
  private static final String AUTHENTICATED_AS = "idwise-authenticated-as";
  private static final String TRACEPARENT = "traceparent";

  /** Why the body could not be read, and by what it is known: it is not read once more. */
  private static final String PROBLEM = "idwise-problem";

  private static final String KEY = "idwise-key";

  /** The event comes after events of its journey that were received later. */
  private static final String LATE = "idwise-late";

  /** Under what is kept that no node has written. */
  private static final String FOREIGN = "log";

  private final EventReader events;

  LogFormat(EventReader events) {
    this.events = events;
  }

  /** Whether it comes after events of its journey that were received later. */
  static boolean isLate(LogRecord record) {
    return record.headers().containsKey(LATE);
  }

  /**
   * What stands beside the body.
   *
   * @param late whether it comes after events of its journey that were received later
   */
  Map<String, String> headers(Event event, boolean late) {
    Map<String, String> headers = new HashMap<>();
    headers.put(ID, event.id().toString());
    headers.put(SOURCE, event.source());
    headers.put(RECEIVED_AT, event.receivedAt().toString());
    if (event.authenticatedAs() != null) {
      headers.put(AUTHENTICATED_AS, event.authenticatedAs());
    }
    if (event.traceparent() != null) {
      headers.put(TRACEPARENT, event.traceparent());
    }
    if (event.state().equals(Event.QUARANTINED)) {
      headers.put(PROBLEM, event.problem());
      headers.put(KEY, event.key());
    }
    if (late) {
      headers.put(LATE, "true");
    }
    return headers;
  }

  /** The event; of what no node has written, a copy for the quarantine. */
  Event read(LogRecord record) {
    try {
      Map<String, String> headers = record.headers();
      Origin origin =
          new Origin(
              required(headers, SOURCE), headers.get(AUTHENTICATED_AS), headers.get(TRACEPARENT));
      UUID id = UUID.fromString(required(headers, ID));
      Instant at = Instant.parse(required(headers, RECEIVED_AT));
      Event event =
          headers.containsKey(PROBLEM)
              ? unread(record, origin, id, at)
              : events.receive(origin, record.value(), id, at);
      if (event != null) {
        return event;
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "The record {} of the log cannot be read as an event: {}", record.place(), e.toString());
    }
    return foreign(record);
  }

  private static Event unread(LogRecord record, Origin origin, UUID id, Instant at) {
    return Event.quarantined(
        id,
        origin,
        required(record.headers(), KEY),
        true,
        new String(record.value(), UTF_8),
        record.headers().get(PROBLEM),
        at);
  }

  private static String required(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null) {
      throw new IllegalArgumentException("There is no header " + name);
    }
    return value;
  }

  /** It may be an event all the same, so it is kept. */
  private static Event foreign(LogRecord record) {
    String text = new String(record.value(), UTF_8).replace('\0', '\uFFFD');
    UUID id = UUID.nameUUIDFromBytes((record.place() + "\n" + text).getBytes(UTF_8));
    return Event.quarantined(
        id,
        new Origin(FOREIGN, null, null),
        id.toString(),
        false,
        text,
        "the record %s of the log was written by no node".formatted(record.place()),
        record.writtenAt());
  }
}
