package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/** The file of a spool to which events are appended, all of a batch or none. */
final class SpoolFile implements AutoCloseable {

  private final FileChannel channel;
  private final ObjectMapper json;

  SpoolFile(FileChannel channel, ObjectMapper json) {
    this.channel = channel;
    this.json = json;
  }

  /**
   * Whether it can be appended to: no longer once a torn record could not be taken back, since
   * nothing behind such a one is read.
   */
  boolean isOpen() {
    return channel.isOpen();
  }

  /** Returns once the events are on the disk, by one sync; takes them back when that fails. */
  void append(List<Event> events) throws IOException {
    long end = channel.position();
    try {
      for (Event event : events) {
        SpoolRecord.write(channel, json.writeValueAsBytes(event));
      }
      channel.force(true);
    } catch (IOException | RuntimeException | Error e) {
      takeBack(end);
      throw e;
    }
  }

  private void takeBack(long end) throws IOException {
    try {
      channel.truncate(end);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
