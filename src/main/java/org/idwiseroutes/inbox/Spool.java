package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps events on this machine's disk while the database is away. What {@link #append} returned for
 * is on the disk; it leaves only after the inbox has it. A record is its length, its CRC-32C and
 * the event as JSON; a last record that a crash has torn was never answered 200 and is dropped.
 */
@Component
public class Spool {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".spool";

  private final Path directory;
  private final ObjectMapper json;
  private final AtomicInteger depth = new AtomicInteger();
  private final FileChannel lock;
  private FileChannel current;

  Spool(SpoolProperties properties, ObjectMapper json, MeterRegistry metrics) throws IOException {
    this.directory = properties.directory();
    this.json = json;
    this.lock = isEnabled() ? open() : null;
    metrics.gauge("idwise.spool.depth", depth);
  }

  /** Whether a directory is set. */
  public boolean isEnabled() {
    return directory != null;
  }

  /** Events that wait for the database. */
  public int depth() {
    return depth.get();
  }

  boolean isEmpty() {
    return depth.get() == 0;
  }

  /** Appends events and returns once they are on the disk, all by one sync. */
  synchronized void append(List<Event> events) {
    try {
      if (current == null) {
        current =
            FileChannel.open(newFile(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      long end = current.position();
      try {
        for (Event event : events) {
          SpoolRecord.write(current, json.writeValueAsBytes(event));
        }
        current.force(true);
        depth.addAndGet(events.size());
      } catch (IOException e) {
        current.truncate(end);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be written", e);
    }
  }

  /**
   * Hands everything over in its order and forgets what was taken; stops at the first batch that is
   * not. What was handed over before a crash is handed over again.
   */
  void drain(int batchSize, Consumer<List<Event>> inbox) {
    try {
      closeCurrent();
      for (Path file : files()) {
        List<Event> events = read(file);
        for (int i = 0; i < events.size(); i += batchSize) {
          inbox.accept(events.subList(i, Math.min(events.size(), i + batchSize)));
        }
        Files.delete(file);
        depth.addAndGet(-events.size());
        LOG.info("{} events went from the spool to the inbox", events.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be read", e);
    }
  }

  @PreDestroy
  void close() throws IOException {
    closeCurrent();
    if (lock != null) {
      lock.close();
    }
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = channel.tryLock();
    if (taken == null) {
      throw new IllegalStateException(
          "idwise.spool.directory (%s) belongs to another running node; give each its own"
              .formatted(directory));
    }
    for (Path file : files()) {
      depth.addAndGet(read(file).size());
    }
    return channel;
  }

  private synchronized void closeCurrent() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  private Path newFile() throws IOException {
    List<Path> files = files();
    String last = files.isEmpty() ? "0" : files.get(files.size() - 1).getFileName().toString();
    long number = Long.parseLong(last.replace(SUFFIX, "")) + 1;
    return directory.resolve("%019d%s".formatted(number, SUFFIX));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    byte[] record = SpoolRecord.next(bytes);
    while (record != null) {
      events.add(json.readValue(record, Event.class));
      record = SpoolRecord.next(bytes);
    }
    if (bytes.hasRemaining()) {
      LOG.warn("{}: dropped {} bytes of a torn last record", file, bytes.remaining());
    }
    return events;
  }
}
