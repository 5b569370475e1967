package org.idwiseroutes.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the records of the log over, those of a partition in their order, until they are taken; all
 * readers of a group share the partitions. A record is handed over again when a node ended, or lost
 * its partition, before it said that the record was taken.
 */
public final class LogReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BEFORE_AGAIN = Duration.ofSeconds(1);
  private static final long LONGEST_CLOSE_MILLIS = 5_000;

  /** Takes records. */
  public interface Taker {

    /**
     * Takes records durably; they may have been taken before.
     *
     * @throws RuntimeException when they were not taken; all of them are handed over again
     */
    void take(List<LogRecord> records);
  }

  private final KafkaClients clients;
  private final String topic;
  private final String group;
  private final int most;
  private final Taker taker;
  private final Clock clock;
  private final Thread thread;
  private final AtomicLong deleted = new AtomicLong();
  private volatile boolean closed;
  private volatile Consumer<String, byte[]> open;
  private volatile long waiting;
  private volatile Instant oldest;
  private Instant again = Instant.MIN;

  /**
   * Begins to read once it is started.
   *
   * @param most records that are handed over at once
   */
  public LogReader(
      KafkaClients clients, String topic, String group, int most, Taker taker, Clock clock) {
    this.clients = clients;
    this.topic = topic;
    this.group = group;
    this.most = most;
    this.taker = taker;
    this.clock = clock;
    this.thread = new Thread(this::run, "inbox-log");
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** Records of this reader's partitions that have not been taken. */
  public long waiting() {
    return waiting;
  }

  /** For how long the first of them has waited; zero when none does. */
  public Duration delay() {
    Instant first = oldest;
    return waiting == 0 || first == null ? Duration.ZERO : Duration.between(first, clock.instant());
  }

  /** Records that the topic deleted before they were taken, since this was started. */
  public long deleted() {
    return deleted.get();
  }

  /** Hands over what it has in hand, leaves the group and returns, after some seconds at most. */
  @Override
  public void close() {
    closed = true;
    Consumer<String, byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(LONGEST_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever happens: nobody else would read this node's partitions while it is in the group. */
  private void run() {
    while (!closed) {
      try (Consumer<String, byte[]> consumer = clients.consumer(group, most)) {
        open = consumer;
        consumer.subscribe(List.of(topic));
        while (!closed) {
          step(consumer);
        }
      } catch (WakeupException ending) {
        LOG.debug("The reader of the log {} ends", topic);
      } catch (RuntimeException | Error e) {
        LOG.warn("The log {} cannot be read, it is tried again: {}", topic, e.toString());
        pause();
      }
    }
  }

  private void step(Consumer<String, byte[]> consumer) {
    if (!consumer.paused().isEmpty() && !clock.instant().isBefore(again)) {
      consumer.resume(consumer.paused());
    }
    try {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        handOver(consumer, records);
      }
    } catch (NoOffsetForPartitionException first) {
      consumer.seekToBeginning(first.partitions());
    } catch (OffsetOutOfRangeException gone) {
      skip(consumer, gone.offsetOutOfRangePartitions());
    }
    measure(consumer);
  }

  private void handOver(
      Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    List<LogRecord> taken = new ArrayList<>();
    records.forEach(record -> taken.add(read(record)));
    oldest = taken.stream().map(LogRecord::writtenAt).min(Instant::compareTo).orElse(null);
    try {
      taker.take(taken);
    } catch (RuntimeException e) {
      LOG.warn(
          "{} records wait in the log {}: {}",
          waiting(consumer) + taken.size(),
          topic,
          e.toString());
      rewind(consumer, records);
      return;
    }
    try {
      consumer.commitSync();
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.info(
          "Other nodes have taken over what this one read; they find it taken: {}", e.toString());
    }
  }

  /** This node stays in its group meanwhile: others could not hand them over either. */
  private void rewind(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      consumer.seek(partition, records.records(partition).get(0).offset());
    }
    consumer.pause(consumer.assignment());
    again = clock.instant().plus(BEFORE_AGAIN);
  }

  /** What the topic has deleted, by its retention or by hand, cannot be had any more. */
  private void skip(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> wanted) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(wanted.keySet());
    wanted.forEach(
        (partition, offset) -> {
          long missing = Math.max(0, first.get(partition) - offset);
          deleted.addAndGet(missing);
          LOG.error(
              "The topic has deleted {} records of {} before they were read, from offset {} on: they are lost here; have IDWise's API asked about the journeys of that time, and give the topic a longer retention.ms",
              missing,
              partition,
              offset);
        });
    consumer.seekToBeginning(wanted.keySet());
  }

  private void measure(Consumer<String, byte[]> consumer) {
    waiting = waiting(consumer);
    if (waiting == 0) {
      oldest = null;
    }
  }

  private static long waiting(Consumer<String, byte[]> consumer) {
    Set<TopicPartition> partitions = consumer.assignment();
    return partitions.stream()
        .map(consumer::currentLag)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .sum();
  }

  private static LogRecord read(ConsumerRecord<String, byte[]> record) {
    return new LogRecord(
        "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        record.value() == null ? new byte[0] : record.value(),
        record.headers().lastHeader(LogWriter.LATE) != null);
  }

  private void pause() {
    try {
      Thread.sleep(BEFORE_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
