package org.idwiseroutes.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to the log. Records of one key stand in it in the order in which they were confirmed. */
public final class LogWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final long HEADERS = 64 * 1024;
  private static final int TELLING = 5;
  private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

  /** Whoever is told to send nothing would else never learn that it works again. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Clock clock;
  private final KafkaClients clients;
  private final String topic;
  private final Duration longest;
  private final int largest;
  private final Semaphore room;
  private volatile Producer<String, byte[]> open;
  private volatile Failure last;
  private volatile boolean closed;
  private volatile Instant nextCreation = Instant.MIN;

  /** How many in a row have failed, the last of them when and why. */
  private record Failure(int times, Instant at, String why) {}

  /**
   * Connects when something is appended.
   *
   * @param longest after which what is not confirmed has failed
   * @param mostWaiting records that may wait for their confirmation
   * @param largest bytes of a record
   */
  public LogWriter(
      KafkaClients clients,
      String topic,
      Duration longest,
      int mostWaiting,
      int largest,
      Clock clock) {
    this.clock = clock;
    this.clients = clients;
    this.topic = topic;
    this.longest = longest;
    this.largest = largest;
    this.room = new Semaphore(mostWaiting);
  }

  /**
   * The largest record, in bytes, for bodies of so many: what was not UTF-8 may grow by half as it
   * is made so.
   */
  public static int largest(long body) {
    return Math.toIntExact(2 * body + HEADERS);
  }

  /** Whether the record itself is why it was not appended, so that no other try appends it. */
  public static boolean refuses(Throwable thrown) {
    return thrown instanceof RecordTooLargeException
        || thrown != null && thrown.getCause() != thrown && refuses(thrown.getCause());
  }

  /**
   * Why nothing is appended; empty when something is, or too little was tried of late. One record
   * that fails says nothing: it may be that of one partition.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(last)
        .filter(failure -> failure.times() >= TELLING)
        .filter(failure -> failure.at().plus(FRESH).isAfter(clock.instant()))
        .map(Failure::why);
  }

  /**
   * Appends a record.
   *
   * @return completes once all replicas that are in sync have it; exceptionally when that is not
   *     known, so that it may be there all the same
   * @throws RejectedExecutionException when too many wait already
   */
  public CompletableFuture<Void> append(String key, byte[] value, Map<String, String> headers) {
    if (!room.tryAcquire()) {
      throw new RejectedExecutionException("Too many records wait for the log " + topic);
    }
    CompletableFuture<Void> appended = new CompletableFuture<>();
    appended.whenComplete(
        (done, e) -> {
          room.release();
          note(e);
        });
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    Producer<String, byte[]> producer = null;
    try {
      producer = producer();
      producer.send(
          record,
          (metadata, e) -> {
            if (e == null) {
              appended.complete(null);
            } else {
              appended.completeExceptionally(e);
            }
          });
    } catch (InterruptException e) {
      appended.completeExceptionally(e);
    } catch (KafkaException e) {
      drop(producer, e);
      appended.completeExceptionally(e);
    } catch (RuntimeException e) {
      appended.completeExceptionally(e);
    }
    return appended;
  }

  /** Waits for what is under way, some seconds at most. */
  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.close(LONGEST_CLOSE);
      open = null;
    }
  }

  private Producer<String, byte[]> producer() {
    Producer<String, byte[]> producer = open;
    return producer == null ? create() : producer;
  }

  /** What cannot be made now, since no broker's name is known, is not tried again by everybody. */
  private synchronized Producer<String, byte[]> create() {
    if (closed || clock.instant().isBefore(nextCreation)) {
      throw new RejectedExecutionException("The log " + topic + " cannot be connected to");
    }
    if (open == null) {
      nextCreation = clock.instant().plus(BEFORE_AGAIN);
      open = clients.producer(longest, largest);
      nextCreation = Instant.MIN;
    }
    return open;
  }

  private synchronized void note(Throwable e) {
    last =
        e == null || refuses(e)
            ? null
            : new Failure(
                last == null ? 1 : last.times() + 1,
                clock.instant(),
                String.valueOf(e.getMessage()));
  }

  /** What fails is told by the callback; a producer that throws will throw for ever. */
  private synchronized void drop(Producer<String, byte[]> failed, KafkaException why) {
    if (failed != null && failed == open) {
      LOG.warn("The log {} is connected to anew: {}", topic, why.toString());
      open = null;
      failed.close(Duration.ZERO);
    }
  }
}
