package org.idwiseroutes.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends to the log. Records of one key stand in it in the order in which they were appended. */
public final class LogWriter implements AutoCloseable {

  static final String LATE = "late";

  private static final byte[] YES = {1};
  private static final long OTHER_FIELDS = 64 * 1024;
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final String topic;
  private final Producer<String, byte[]> producer;
  private final Semaphore room;

  /**
   * Connects when something is appended.
   *
   * @param longest after which what is not confirmed has failed
   * @param mostWaiting records that may wait for their confirmation
   * @param largest bytes of a record
   */
  public LogWriter(
      KafkaClients clients, String topic, Duration longest, int mostWaiting, int largest) {
    this.topic = topic;
    this.producer = clients.producer(longest, largest);
    this.room = new Semaphore(mostWaiting);
  }

  /**
   * The largest record, in bytes, that carries a text as a field of JSON: each of its signs may
   * need two.
   */
  public static int largest(long text) {
    return Math.toIntExact(2 * text + OTHER_FIELDS);
  }

  /**
   * Appends a record.
   *
   * @param late whether it comes after records that are younger
   * @return completes once all replicas that are in sync have it; exceptionally when that is not
   *     known, so that it may be there all the same
   * @throws RejectedExecutionException when too many wait already
   */
  public CompletableFuture<Void> append(String key, byte[] value, boolean late) {
    if (!room.tryAcquire()) {
      throw new RejectedExecutionException("Too many records wait for the log " + topic);
    }
    CompletableFuture<Void> appended = new CompletableFuture<>();
    appended.whenComplete((done, e) -> room.release());
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
    if (late) {
      record.headers().add(LATE, YES);
    }
    try {
      producer.send(
          record,
          (metadata, e) -> {
            if (e == null) {
              appended.complete(null);
            } else {
              appended.completeExceptionally(e);
            }
          });
    } catch (RuntimeException e) {
      appended.completeExceptionally(e);
    }
    return appended;
  }

  /** Waits for what is under way, some seconds at most. */
  @Override
  public void close() {
    producer.close(LONGEST_CLOSE);
  }
}
