package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of the spool holds.
 *
 * @param unreadable bytes after the last whole record: none, unless a crash or the disk has torn it
 */
record SpoolContent(List<Event> events, int unreadable) {

  private static final Pattern SOURCE = Pattern.compile("\"source\":\"([^\"]*)\"");

  static SpoolContent of(Path file, ObjectMapper json) throws IOException {
    List<Event> events = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    byte[] record = SpoolRecord.next(bytes);
    while (record != null) {
      events.add(json.readValue(record, Event.class));
      record = SpoolRecord.next(bytes);
    }
    return new SpoolContent(events, bytes.remaining());
  }

  /** The events in a file that was set aside or is torn, also the one that is no whole record. */
  static List<Event> ofKept(Path file, ObjectMapper json) throws IOException {
    SpoolContent content = of(file, json);
    List<Event> events = new ArrayList<>(content.events());
    byte[] bytes = Files.readAllBytes(file);
    String rest =
        new String(
            bytes,
            bytes.length - content.unreadable(),
            content.unreadable(),
            StandardCharsets.UTF_8);
    int start = rest.indexOf('{');
    if (start >= 0) {
      events.add(read(rest.substring(start), json));
    }
    return events;
  }

  /** The whole event, or what there is of it as the body of one that cannot be read. */
  private static Event read(String text, ObjectMapper json) {
    try {
      return json.readValue(text, Event.class);
    } catch (JsonProcessingException torn) {
      Matcher source = SOURCE.matcher(text);
      String named = source.find() ? source.group(1) : "";
      return Event.quarantined(
          new UUID(0, 0), new Origin(named, null, null), "", false, text, null, Instant.EPOCH);
    }
  }
}
