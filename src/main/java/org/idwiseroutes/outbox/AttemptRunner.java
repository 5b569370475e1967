package org.idwiseroutes.outbox;

import io.opentelemetry.api.trace.SpanKind;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.util.ObjectHelper;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.idwiseroutes.outbox.failure.Failure;
import org.idwiseroutes.outbox.failure.Failures;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.tracing.Step;
import org.idwiseroutes.tracing.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends one exchange through the route and tells how it ended. What a route that is being stopped
 * refuses ends with a {@link NotAttemptedException} instead.
 */
@Component
class AttemptRunner {

  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final Clock clock;
  private final Failures failures;
  private final Secrets secrets;
  private final Traces traces;
  private final RunningRules rules;
  private final ScheduledExecutorService timeouts =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("outbox-timeout").daemon().build());

  AttemptRunner(
      Clock clock, Failures failures, Secrets secrets, Traces traces, RunningRules rules) {
    this.rules = rules;
    this.clock = clock;
    this.failures = failures;
    this.secrets = secrets;
    this.traces = traces;
  }

  @PreDestroy
  void close() {
    timeouts.shutdownNow();
  }

  /** Runs without a limit in time, for routes that call nobody. */
  Attempt run(OutboxConsumer consumer, Delivery delivery) {
    return run(consumer, Shared.one(delivery));
  }

  /** Runs one alone or several as one exchange, and interrupts after {@code timeout}. */
  Attempt run(OutboxConsumer consumer, Shared shared, Duration timeout) {
    Alarm alarm = new Alarm(Thread.currentThread());
    Future<?> ringing = timeouts.schedule(alarm::ring, timeout.toMillis(), TimeUnit.MILLISECONDS);
    Attempt attempt;
    try {
      attempt = run(consumer, shared);
    } finally {
      ringing.cancel(false);
      alarm.off();
    }
    return alarm.rang() && attempt.failure() != null
        ? Attempt.of(attempt.startedAt(), attempt.duration(), Failure.timedOut(timeout))
            .by(attempt.rules())
        : attempt;
  }

  /** What came of an exchange: what was thrown, or why there was nothing to send; null for none. */
  private record Processed(Throwable thrown, String nothingToDo) {}

  private Attempt run(OutboxConsumer consumer, Shared shared) {
    Integer version = version();
    return attempt(consumer, shared).by(version);
  }

  /** No attempt is kept waiting for it. */
  private Integer version() {
    try {
      return rules.version();
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("The version of the rules cannot be told now", e);
      return null;
    }
  }

  private Attempt attempt(OutboxConsumer consumer, Shared shared) {
    Instant startedAt = clock.instant();
    UUID id = shared.id();
    Step step = begin(shared, id);
    Processed processed = process(consumer, shared, id, step.traceparent());
    Throwable thrown = processed.thrown();
    if (isRefusedByEndedRoute(thrown)) {
      throw new NotAttemptedException(thrown);
    }
    Duration duration = Duration.between(startedAt, clock.instant());
    Failure failure = thrown == null ? null : failure(consumer, thrown);
    step.end(failure == null ? null : failure.summary());
    return failure == null && processed.nothingToDo() != null
        ? Attempt.ofNothing(startedAt, duration, processed.nothingToDo())
        : Attempt.of(startedAt, duration, failure);
  }

  /**
   * Camel refuses so, without a message, what comes to a route that has ended: this one, or one
   * behind {@code direct:} that has just been replaced, since of several threads of Camel's direct
   * producer only the first is sure to see the new one at once.
   */
  private static boolean isRefusedByEndedRoute(Throwable thrown) {
    return thrown instanceof RejectedExecutionException && thrown.getMessage() == null
        || ObjectHelper.getException(DirectConsumerNotAvailableException.class, thrown) != null;
  }

  private Failure failure(OutboxConsumer consumer, Throwable thrown) {
    return failures
        .of(thrown)
        .retriedOn(consumer.getEndpoint().retriedFailures())
        .in(secrets::hide);
  }

  private Step begin(Shared shared, UUID deliveryId) {
    Delivery delivery = shared.first();
    Object parent = shared.variables().get(Traces.TRACEPARENT);
    return traces
        .begin(delivery.destination(), SpanKind.CONSUMER, parent == null ? null : parent.toString())
        .with("idwise.delivery.id", deliveryId)
        .with("idwise.event.id", delivery.eventId())
        .with("idwise.attempt", delivery.attempt());
  }

  private static Processed process(
      OutboxConsumer consumer, Shared shared, UUID deliveryId, String traceparent) {
    Delivery delivery = shared.first();
    Exchange exchange = consumer.createExchange(false);
    try {
      exchange.getMessage().setBody(shared.body());
      exchange.getMessage().setHeader(IDEMPOTENCY_KEY, deliveryId.toString());
      shared.variables().forEach(exchange::setVariable);
      if (traceparent != null) {
        exchange.getMessage().setHeader(Traces.TRACEPARENT, traceparent);
        exchange.setVariable(Traces.TRACEPARENT, traceparent);
      }
      exchange.setVariable(OutboxVariables.DELIVERY_ID, deliveryId.toString());
      exchange.setVariable(OutboxVariables.ATTEMPT, delivery.attempt());
      exchange.setVariable(OutboxVariables.SERIES, delivery.series());
      setIfPresent(exchange, OutboxVariables.EVENT_ID, delivery.eventId());
      setIfPresent(exchange, OutboxVariables.LANE, delivery.lane());
      consumer.createUoW(exchange);
      consumer.getProcessor().process(exchange);
      return new Processed(
          exchange.isRollbackOnly() && exchange.getException() == null
              ? new IllegalStateException("the route rolled back")
              : exchange.getException(),
          exchange.getVariable(OutboxVariables.NOTHING_TO_DO, String.class));
    } catch (Throwable e) {
      return new Processed(e, null);
    } finally {
      consumer.doneUoW(exchange);
      consumer.releaseExchange(exchange, false);
    }
  }

  private static void setIfPresent(Exchange exchange, String name, Object value) {
    if (value != null) {
      exchange.setVariable(name, value.toString());
    }
  }
}
