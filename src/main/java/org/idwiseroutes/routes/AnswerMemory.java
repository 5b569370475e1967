package org.idwiseroutes.routes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The bound of what the answers of all calls under way take in memory, {@code
 * http.answers-in-memory}. An answer counts from its first byte until the exchange that asked for
 * it ends, by what it becomes when it is read as JSON: three bytes for each of its bytes (as bytes
 * and as text), and {@value #OF_VALUE} more for each value in it, told by the commas, colons and
 * opening brackets before them. A map or a list of Java's takes less.
 */
@Component
class AnswerMemory implements InterceptStrategy {

  private static final int OF_BYTE = 3;
  private static final int OF_VALUE = 60;

  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final ThreadLocal<Exchange> calling = new ThreadLocal<>();

  AnswerMemory(
      @Value("${http.answers-in-memory}") DataSize limit, ObjectProvider<MeterRegistry> metrics) {
    this.limit = limit.toBytes();
    metrics.ifAvailable(
        registry ->
            Gauge.builder("idwise.answers.memory", held, AtomicLong::get)
                .description("What the answers that are being worked on take, as they are counted")
                .baseUnit("bytes")
                .register(registry));
  }

  /** Begins to count an answer. */
  Held begin() {
    Held answer = new Held(calling.get() == null);
    Exchange exchange = calling.get();
    if (exchange != null) {
      exchange
          .getExchangeExtension()
          .addOnCompletion(
              new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                  answer.release();
                }
              });
    }
    return answer;
  }

  /** Knows, while a call is under way, which exchange it belongs to. */
  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode node, Processor target, Processor next) {
    if (!(node instanceof SendDefinition<?>
        || node instanceof ToDynamicDefinition
        || node instanceof EnrichDefinition)) {
      return target;
    }
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        Exchange around = calling.get();
        calling.set(exchange);
        try {
          return super.process(exchange, callback);
        } finally {
          if (around == null) {
            calling.remove();
          } else {
            calling.set(around);
          }
        }
      }
    };
  }

  /** One answer. */
  final class Held {

    private final boolean untilRead;
    private final AtomicLong own = new AtomicLong();

    private Held(boolean untilRead) {
      this.untilRead = untilRead;
    }

    /**
     * Counts what has been read.
     *
     * @throws IOException when the answers together would take too much
     */
    void add(byte[] read, int offset, int length) throws IOException {
      long more = (long) OF_BYTE * length;
      for (int i = offset; i < offset + length; i++) {
        if (read[i] == ',' || read[i] == ':' || read[i] == '{' || read[i] == '[') {
          more += OF_VALUE;
        }
      }
      own.addAndGet(more);
      if (held.addAndGet(more) > limit) {
        release();
        throw new IOException(
            "the answers that are being worked on would take more than http.answers-in-memory, %d bytes"
                .formatted(limit));
      }
    }

    /** The answer has been read to its end, or given up. */
    void read() {
      if (untilRead) {
        release();
      }
    }

    private void release() {
      held.addAndGet(-own.getAndSet(0));
    }
  }
}
