package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  private final SpoolDirectory directory;
  private final ObjectMapper json;
  private final AtomicInteger depth = new AtomicInteger();
  private SpoolFile current;

  Spool(SpoolProperties properties, ObjectMapper json, MeterRegistry metrics) throws IOException {
    this.json = json;
    this.directory =
        properties.directory() == null ? null : SpoolDirectory.open(properties.directory());
    if (isEnabled()) {
      for (Path file : directory.files()) {
        depth.addAndGet(SpoolContent.of(file, json).events().size());
      }
    }
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
      if (current == null || !current.isOpen()) {
        current = new SpoolFile(directory.create(), json);
      }
      current.append(events);
      depth.addAndGet(events.size());
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
      for (Path file : endedFiles()) {
        SpoolContent content = SpoolContent.of(file, json);
        List<Event> events = content.events();
        for (int i = 0; i < events.size(); i += batchSize) {
          inbox.accept(events.subList(i, Math.min(events.size(), i + batchSize)));
        }
        directory.forget(file, content.unreadable());
        depth.addAndGet(-events.size());
        LOG.info("{} events went from the spool to the inbox", events.size());
      }
      recount();
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be read", e);
    }
  }

  /** Keeps an event that the inbox will never take, as a file for somebody to look at. */
  void setAside(Event event) {
    try {
      Path file = directory.setAside(event.id(), json.writeValueAsBytes(event));
      LOG.error("An event of the spool is refused where it goes; it was set aside as {}", file);
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be written", e);
    }
  }

  /** How many files were set aside or are torn and hold such an event. */
  int count(Predicate<Event> wanted) {
    return kept(wanted).size();
  }

  /** Deletes the files that were set aside or are torn and hold such an event. */
  void forget(Predicate<Event> wanted) {
    for (Path file : kept(wanted)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("The spool's file " + file + " cannot be deleted", e);
      }
    }
  }

  private List<Path> kept(Predicate<Event> wanted) {
    try {
      List<Path> found = new ArrayList<>();
      for (Path file : isEnabled() ? directory.kept() : List.<Path>of()) {
        if (SpoolContent.ofKept(file, json).stream().anyMatch(wanted)) {
          found.add(file);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("The spool " + directory + " cannot be read", e);
    }
  }

  @PreDestroy
  void close() throws IOException {
    closeCurrent();
    if (isEnabled()) {
      directory.close();
    }
  }

  /** None that is still written to: it would be forgotten with what came since it was read. */
  private synchronized List<Path> endedFiles() throws IOException {
    closeCurrent();
    return directory.files();
  }

  /** Records that have become unreadable since they were appended wait no longer. */
  private synchronized void recount() throws IOException {
    if (directory.files().isEmpty()) {
      depth.set(0);
    }
  }

  private synchronized void closeCurrent() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
