package org.idwiseroutes.inbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The inbox's settings ({@code idwise.inbox.*}).
 *
 * @param windowWithoutId how long a body without {@code eventId} is recognised when it comes again
 * @param storeTimeout when IDWise is told to come back because the database does not answer
 * @param maxBatch events of one commit
 * @param maxWaiting events that may wait for a commit before more are turned away
 * @param log what has an event once it is answered 200: the database, or a topic of Kafka from
 *     which all nodes together store it
 * @param topic the topic of that log
 * @param group the consumer group of the nodes that read it
 */
@ConfigurationProperties("idwise.inbox")
public record InboxProperties(
    Duration windowWithoutId,
    Duration storeTimeout,
    int maxBatch,
    int maxWaiting,
    Log log,
    String topic,
    String group) {

  /** What has an event once it is answered 200. */
  public enum Log {
    /** The database itself. */
    DATABASE,
    /** A topic of Kafka, from which all nodes together store it. */
    KAFKA
  }
}
