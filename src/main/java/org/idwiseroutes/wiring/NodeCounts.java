package org.idwiseroutes.wiring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.stereotype.Component;

/**
 * Counts what passes each step of the routes, and what fails there or behind it, since this node
 * began.
 */
@Component
class NodeCounts implements InterceptStrategy {

  /**
   * What passed a step.
   *
   * @param failed of these, those that left it with an error
   */
  record Count(long passed, long failed) {}

  private record Adders(LongAdder passed, LongAdder failed) {}

  private final Map<String, Adders> counts = new ConcurrentHashMap<>();

  /** Zero for a step that nothing has passed. */
  Count of(String id) {
    Adders adders = counts.get(id);
    return adders == null ? new Count(0, 0) : new Count(adders.passed.sum(), adders.failed.sum());
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode node, Processor target, Processor next) {
    Adders adders =
        counts.computeIfAbsent(node.getId(), id -> new Adders(new LongAdder(), new LongAdder()));
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        adders.passed.increment();
        return super.process(
            exchange,
            sync -> {
              if (exchange.isFailed()) {
                adders.failed.increment();
              }
              callback.done(sync);
            });
      }
    };
  }
}
