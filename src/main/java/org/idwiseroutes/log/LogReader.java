package org.idwiseroutes.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
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
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST_COMMIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

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
  private volatile Instant lastRead;
  private boolean uncommitted;
  private long again = System.nanoTime();

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
    this.lastRead = clock.instant();
    this.thread = new Thread(this::run, "inbox-log");
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    lastRead = clock.instant();
    thread.start();
  }

  /** Records of this reader's partitions that have not been taken, as far as they are known. */
  public long waiting() {
    return waiting;
  }

  /**
   * For how long the first of them has waited, or for how long the log could not be read; zero when
   * all is well.
   */
  public Duration delay() {
    Instant now = clock.instant();
    Instant first = oldest;
    Duration waits = waiting == 0 || first == null ? Duration.ZERO : Duration.between(first, now);
    Duration unread = Duration.between(lastRead, now);
    return unread.compareTo(LONGEST_SILENCE) > 0 && unread.compareTo(waits) > 0 ? unread : waits;
  }

  /** Records that the topic deleted before they were taken, since this was started. */
  public long deleted() {
    return deleted.get();
  }

  /** Ends with what it has in hand, leaves the group and returns, after some seconds at most. */
  @Override
  public void close() {
    closed = true;
    Consumer<String, byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(LONGEST_CLOSE.plus(LONGEST_COMMIT).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever happens: nobody else would read this node's partitions while it is in the group. */
  private void run() {
    while (!closed) {
      Consumer<String, byte[]> consumer = null;
      try {
        consumer = clients.consumer(group, most);
        uncommitted = false;
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
      } finally {
        close(consumer);
      }
    }
  }

  private void step(Consumer<String, byte[]> consumer) {
    if (!consumer.paused().isEmpty() && System.nanoTime() - again >= 0) {
      consumer.resume(consumer.paused());
    }
    try {
      ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
      if (consumer.groupMetadata().generationId() > 0) {
        lastRead = clock.instant();
      }
      if (!records.isEmpty()) {
        handOver(consumer, records);
      }
      if (uncommitted) {
        commit(consumer);
      }
      measure(consumer);
    } catch (NoOffsetForPartitionException first) {
      begin(consumer, first.partitions());
    } catch (OffsetOutOfRangeException gone) {
      skip(consumer, gone.offsetOutOfRangePartitions());
    }
  }

  private void handOver(
      Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    List<LogRecord> taken = new ArrayList<>();
    records.forEach(record -> taken.add(read(record)));
    oldest = taken.stream().map(LogRecord::writtenAt).min(Instant::compareTo).orElse(null);
    waiting = Math.max(waiting, taken.size());
    try {
      taker.take(taken);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("At least {} records wait in the log {}: {}", taken.size(), topic, e.toString());
      rewind(consumer, records);
      return;
    }
    uncommitted = true;
  }

  /** What was taken is committed also when this ends: others need not read it again. */
  private void commit(Consumer<String, byte[]> consumer) {
    try {
      try {
        consumer.commitSync();
      } catch (WakeupException ending) {
        consumer.commitSync(LONGEST_COMMIT);
      }
      uncommitted = false;
    } catch (RebalanceInProgressException e) {
      LOG.debug("What was read is committed once it is known who has it", e);
    } catch (CommitFailedException e) {
      uncommitted = false;
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
    again = System.nanoTime() + BEFORE_AGAIN.toNanos();
  }

  /** Nobody has read these partitions, or so long ago that the brokers have forgotten it. */
  private void begin(Consumer<String, byte[]> consumer, Set<TopicPartition> partitions) {
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, first) -> {
              consumer.seek(partition, first);
              if (first > 0) {
                LOG.error(
                    "The brokers do not know how far {} was read by the group {}: it is read from offset {} on, and what the topic deleted before may never have been read",
                    partition,
                    group,
                    first);
              }
            });
    uncommitted = true;
  }

  /** What the topic has deleted, by its retention or by hand, cannot be had any more. */
  private void skip(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> wanted) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(wanted.keySet());
    wanted.forEach(
        (partition, offset) -> {
          consumer.seek(partition, first.get(partition));
          long missing = first.get(partition) - offset;
          if (missing > 0) {
            deleted.addAndGet(missing);
            LOG.error(
                "The topic has deleted {} records of {} before they were read, from offset {} on: they are lost here; have IDWise's API asked about the journeys of that time, and give the topic a longer retention.ms",
                missing,
                partition,
                offset);
          } else {
            LOG.error(
                "{} ends before offset {}, up to which it was read: the topic was made anew, or its brokers have lost records; all of it is read again",
                partition,
                offset);
          }
        });
    uncommitted = true;
  }

  private void measure(Consumer<String, byte[]> consumer) {
    try {
      waiting = waiting(consumer);
    } catch (TimeoutException brokersAreAway) {
      LOG.debug("How much waits in the log {} is not known now", topic, brokersAreAway);
    }
    if (waiting == 0) {
      oldest = null;
    }
  }

  /** Of partitions that are paused the consumer does not learn how they grow. */
  private static long waiting(Consumer<String, byte[]> consumer) {
    Set<TopicPartition> partitions = consumer.assignment();
    if (!consumer.paused().isEmpty()) {
      return consumer.endOffsets(partitions).entrySet().stream()
          .mapToLong(end -> end.getValue() - consumer.position(end.getKey()))
          .sum();
    }
    return partitions.stream()
        .map(consumer::currentLag)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .sum();
  }

  private static LogRecord read(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), UTF_8));
      }
    }
    return new LogRecord(
        "%s-%d-%d".formatted(record.topic(), record.partition(), record.offset()),
        Instant.ofEpochMilli(record.timestamp()),
        record.value() == null ? new byte[0] : record.value(),
        headers);
  }

  private static void close(Consumer<String, byte[]> consumer) {
    if (consumer != null) {
      try {
        consumer.close(LONGEST_CLOSE);
      } catch (RuntimeException e) {
        LOG.debug("A reader of the log did not close", e);
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(BEFORE_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
