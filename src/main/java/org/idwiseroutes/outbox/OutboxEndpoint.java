package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Deliveries to one destination. What a URI does not set comes from {@code idwise.outbox.*};
 * durations are written as Camel writes them ({@code 5s}, {@code 2m}, or milliseconds).
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "outbox",
    title = "Outbox",
    syntax = "outbox:destination",
    category = {Category.MESSAGING})
public class OutboxEndpoint extends DefaultEndpoint {

  private static final Pattern STATUS_CODES =
      Pattern.compile("(\\s*[1-5]\\d\\d\\s*(,\\s*[1-5]\\d\\d\\s*)*)?");

  @UriPath(description = "Where the deliveries go.")
  @Metadata(required = true)
  private final String destination;

  @UriParam(label = "consumer", description = "Attempts that run at once on one node.")
  private int concurrentConsumers;

  @UriParam(label = "consumer", description = "Attempts of one series before a delivery is dead.")
  private int maxAttempts;

  @UriParam(label = "consumer", description = "Longest wait before the second attempt.")
  private Duration initialBackoff;

  @UriParam(label = "consumer", description = "Where the doubling of the wait ends.")
  private Duration maxBackoff;

  @UriParam(
      label = "consumer",
      description = "Attempts that begin in a second, on all nodes together; 0 for any number.")
  private double rate;

  @UriParam(
      label = "consumer",
      description = "Further HTTP status codes after which to try again, such as 409.")
  private String retryOn = "";

  @UriParam(label = "consumer", description = "When a running attempt is interrupted.")
  private Duration attemptTimeout;

  @UriParam(
      label = "consumer",
      description =
          "For routes without I/O: they run inside the claiming transaction, many per commit.")
  private boolean transacted;

  @UriParam(
      label = "consumer",
      description = "A delivery is superseded when a later one of its lane was delivered.")
  private boolean supersede;

  @UriParam(
      label = "consumer",
      description =
          "What it is told stays true, as in a log: a backfill adds also what later events have overtaken.")
  private boolean keepsHistory;

  @UriParam(
      label = "consumer",
      description = "Collects for so long, then one exchange carries the list of all bodies.")
  private Duration batchInterval = Duration.ZERO;

  @UriParam(
      label = "consumer",
      description =
          "Attempts of urgent deliveries that run at once on one node, besides the others.")
  private int urgentConsumers;

  @UriParam(
      label = "producer",
      description = "Tried by consumers of its own as well, so that no crowd stands before it.")
  private boolean urgent;

  @UriParam(
      label = "producer",
      description = "Tells apart several deliveries of one event to one destination.")
  private String key;

  @UriParam(
      label = "producer",
      description =
          "Names of variables, with commas: deliveries in which all of them have the same values are one lane. Where one has no value, the lane is that of the event.")
  private String laneBy = "";

  private final OutboxProperties properties;
  private final Deliveries deliveries;
  private final WorkLoops work;
  private Set<String> retriedFailures = Set.of();

  OutboxEndpoint(
      String uri,
      Component component,
      String destination,
      OutboxProperties properties,
      Deliveries deliveries,
      WorkLoops work) {
    super(uri, component);
    this.destination = destination;
    this.properties = properties;
    this.deliveries = deliveries;
    this.work = work;
    this.concurrentConsumers = properties.concurrentConsumers();
    this.urgentConsumers = properties.urgentConsumers();
    this.maxAttempts = properties.maxAttempts();
    this.initialBackoff = properties.initialBackoff();
    this.maxBackoff = properties.maxBackoff();
    this.attemptTimeout = properties.attemptTimeout();
  }

  @Override
  public Producer createProducer() {
    return new OutboxProducer(this, deliveries);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (rate > 0 && (transacted || !batchInterval.isZero())) {
      throw new IllegalArgumentException(
          "outbox:%s: a rate has no effect with transacted or batchInterval; leave one of them out"
              .formatted(destination));
    }
    atLeast(0, "rate", rate);
    atLeast(0, "urgentConsumers", urgentConsumers);
    atLeast(1, "concurrentConsumers", concurrentConsumers);
    atLeast(1, "maxAttempts", maxAttempts);
    OutboxConsumer consumer = new OutboxConsumer(this, processor, work);
    configureConsumer(consumer);
    return consumer;
  }

  RetryPolicy retryPolicy() {
    return new RetryPolicy(initialBackoff, maxBackoff, maxAttempts);
  }

  /** The summaries of failures that {@code retryOn} names. */
  Set<String> retriedFailures() {
    return retriedFailures;
  }

  /** Longer than the attempt by the margin that the default settings leave. */
  Duration lease() {
    return attemptTimeout.plus(properties.lease().minus(properties.attemptTimeout()));
  }

  public String getDestination() {
    return destination;
  }

  /** Where a delivery of this exchange goes: the destination, or the partition that it is of. */
  String destinationOf(Exchange exchange) {
    return properties.nameOf(
        destination, exchange.getVariable(properties.partitionBy(), String.class));
  }

  /** One for each destination that the consumer serves: its own, and each partition. */
  List<OutboxEndpoint> partitions() {
    return properties.namesOf(destination).stream().map(this::named).toList();
  }

  private OutboxEndpoint named(String name) {
    OutboxEndpoint other =
        new OutboxEndpoint(getEndpointUri(), getComponent(), name, properties, deliveries, work);
    other.concurrentConsumers = concurrentConsumers;
    other.urgentConsumers = urgentConsumers;
    other.maxAttempts = maxAttempts;
    other.initialBackoff = initialBackoff;
    other.maxBackoff = maxBackoff;
    other.attemptTimeout = attemptTimeout;
    other.rate = rate;
    other.setRetryOn(retryOn);
    other.transacted = transacted;
    other.supersede = supersede;
    other.keepsHistory = keepsHistory;
    other.batchInterval = batchInterval;
    return other;
  }

  public int getConcurrentConsumers() {
    return concurrentConsumers;
  }

  public void setConcurrentConsumers(int concurrentConsumers) {
    this.concurrentConsumers = concurrentConsumers;
  }

  public int getUrgentConsumers() {
    return urgentConsumers;
  }

  public void setUrgentConsumers(int urgentConsumers) {
    this.urgentConsumers = urgentConsumers;
  }

  public boolean isUrgent() {
    return urgent;
  }

  public void setUrgent(boolean urgent) {
    this.urgent = urgent;
  }

  public int getMaxAttempts() {
    return maxAttempts;
  }

  public void setMaxAttempts(int maxAttempts) {
    this.maxAttempts = maxAttempts;
  }

  public Duration getInitialBackoff() {
    return initialBackoff;
  }

  public void setInitialBackoff(Duration initialBackoff) {
    this.initialBackoff = initialBackoff;
  }

  public Duration getMaxBackoff() {
    return maxBackoff;
  }

  public void setMaxBackoff(Duration maxBackoff) {
    this.maxBackoff = maxBackoff;
  }

  public Duration getAttemptTimeout() {
    return attemptTimeout;
  }

  public void setAttemptTimeout(Duration attemptTimeout) {
    this.attemptTimeout = attemptTimeout;
  }

  private void atLeast(int least, String option, double value) {
    if (!(value >= least)) {
      throw new IllegalArgumentException(
          "outbox:%s: %s=%s; it is %d or more".formatted(destination, option, value, least));
    }
  }

  public double getRate() {
    return rate;
  }

  public void setRate(double rate) {
    this.rate = rate;
  }

  public String getRetryOn() {
    return retryOn;
  }

  public void setRetryOn(String retryOn) {
    if (!STATUS_CODES.matcher(retryOn).matches()) {
      throw new IllegalArgumentException(
          "outbox:%s: retryOn=%s; it names HTTP status codes with commas, such as 409,423"
              .formatted(destination, retryOn));
    }
    this.retryOn = retryOn;
    this.retriedFailures =
        Arrays.stream(retryOn.split(","))
            .map(code -> "HTTP " + code.strip())
            .collect(Collectors.toSet());
  }

  public boolean isTransacted() {
    return transacted;
  }

  public void setTransacted(boolean transacted) {
    this.transacted = transacted;
  }

  public boolean isSupersede() {
    return supersede;
  }

  public void setSupersede(boolean supersede) {
    this.supersede = supersede;
  }

  public boolean isKeepsHistory() {
    return keepsHistory;
  }

  public void setKeepsHistory(boolean keepsHistory) {
    this.keepsHistory = keepsHistory;
  }

  public Duration getBatchInterval() {
    return batchInterval;
  }

  public void setBatchInterval(Duration batchInterval) {
    this.batchInterval = batchInterval;
  }

  public String getKey() {
    return key;
  }

  public void setKey(String key) {
    this.key = key;
  }

  public String getLaneBy() {
    return laneBy;
  }

  public void setLaneBy(String laneBy) {
    this.laneBy = laneBy;
  }
}
