package org.idwiseroutes.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * How many bytes of bodies the entrance holds at once, over all requests. A byte counts from when
 * it came until its request has been answered, so whoever announces much and sends little takes
 * little.
 */
@Component
class MemoryBudget {

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(WebhookProperties properties, MeterRegistry metrics) {
    this.limit = properties.maxMemory().toBytes();
    metrics.gauge("idwise.webhook.memory", used);
  }

  /** Takes so many bytes; false, and takes none, when there are not so many left. */
  boolean take(int bytes) {
    long before = used.get();
    while (before + bytes <= limit) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}
