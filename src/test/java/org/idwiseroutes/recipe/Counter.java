package org.idwiseroutes.recipe;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Has an effect, which a check must not have. */
@Component("counter")
public class Counter implements Processor {

  public static final AtomicInteger CALLS = new AtomicInteger();

  /** Counts. */
  public void count() {
    CALLS.incrementAndGet();
  }

  @Override
  public void process(Exchange exchange) {
    count();
  }
}
