package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * the event as JSON; a last record that a crash has torn was never answered 200 and is not handed
 * over; its file is kept.
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
        syncDirectory();
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
        SpoolContent content = SpoolContent.of(file, json);
        List<Event> events = content.events();
        for (int i = 0; i < events.size(); i += batchSize) {
          inbox.accept(events.subList(i, Math.min(events.size(), i + batchSize)));
        }
        forget(file, content);
        depth.addAndGet(-events.size());
        LOG.info("{} events went from the spool to the inbox", events.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be read", e);
    }
  }

  /** Keeps an event that the inbox will never take, as a file for somebody to look at. */
  void setAside(Event event) {
    Path file = directory.resolve(event.id() + ".refused.json");
    try {
      json.writeValue(file.toFile(), event);
      LOG.error("The database refuses an event of the spool; it was set aside as {}", file);
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be written", e);
    }
  }

  private static void forget(Path file, SpoolContent content) throws IOException {
    if (content.unreadable() == 0) {
      Files.delete(file);
      return;
    }
    Path torn = file.resolveSibling(file.getFileName() + ".torn");
    Files.move(file, torn);
    LOG.warn(
        "The last {} bytes of a file of the spool are no whole record; the file is kept as {}",
        content.unreadable(),
        torn);
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
      depth.addAndGet(SpoolContent.of(file, json).events().size());
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

  /** A file that is new is on the disk once its folder is. */
  private void syncDirectory() throws IOException {
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }
}
