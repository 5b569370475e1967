package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file of the spool holds.
 *
 * @param unreadable bytes after the last whole record: none, unless a crash or the disk has torn it
 */
record SpoolContent(List<Event> events, int unreadable) {

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
}
