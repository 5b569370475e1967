package org.idwiseroutes.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The last hundred refused calls of this node, for whoever sets up the portal; and their counts.
 */
@Component
public class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int KEPT = 100;

  /** Whoever floods the entrance does not flood the log. */
  private static final int LOGGED_PER_SECOND = 20;

  private final Deque<Refusal> last = new ArrayDeque<>();
  private final MeterRegistry metrics;
  private final Clock clock;
  private long second;
  private int ofThisSecond;

  Refusals(MeterRegistry metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The latest first. */
  public synchronized List<Refusal> last() {
    List<Refusal> all = new ArrayList<>(last);
    Collections.reverse(all);
    return all;
  }

  /**
   * Keeps, counts and logs a refusal.
   *
   * @param source null when there is none of the name that was called
   */
  void add(HttpStatus status, String address, String source, String reason) {
    keep(new Refusal(clock.instant(), address, source, status.value(), reason));
    String name = source == null ? "unknown" : source;
    metrics
        .counter(
            "idwise.webhook.refused",
            "source",
            name,
            "status",
            String.valueOf(status.value()),
            "reason",
            reason)
        .increment();
    int passedOver = passedOver();
    if (passedOver == 0) {
      LOG.warn(
          "Refused a call from {} to {} with {}: {}",
          address,
          source == null ? "an unknown source" : "source " + source,
          status.value(),
          reason);
    } else if (passedOver == 1) {
      LOG.warn("Further refused calls of this second are counted and not logged");
    }
  }

  /** How many refusals of this second are beyond those that are logged. */
  private synchronized int passedOver() {
    long now = clock.instant().getEpochSecond();
    ofThisSecond = now == second ? ofThisSecond + 1 : 1;
    second = now;
    return Math.max(0, ofThisSecond - LOGGED_PER_SECOND);
  }

  private synchronized void keep(Refusal refusal) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(refusal);
  }
}
