package org.idwiseroutes.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.History;
import org.idwiseroutes.ops.History.Range;
import org.idwiseroutes.ops.Milestones;
import org.idwiseroutes.ops.Milestones.Milestone;
import org.springframework.stereotype.Component;

/** What the overview draws. */
@Component
class Charts {

  private final History history;
  private final Milestones milestones;
  private final MeterRegistry metrics;

  Charts(History history, Milestones milestones, MeterRegistry metrics) {
    this.milestones = milestones;
    this.history = history;
    this.metrics = metrics;
  }

  List<Chart> all(Range range, List<DestinationView> now) {
    Instant begin = history.begin(range);
    List<Milestone> happened = milestones.since(begin);
    return List.of(
        Chart.counted("received", history.of("received", range), begin, range, happened),
        Chart.counted("delivered", history.of("delivered", range), begin, range, happened),
        Chart.measured(
            "waiting",
            history.of("waiting", range),
            now.stream().mapToLong(DestinationView::pending).sum(),
            begin,
            range,
            happened),
        Chart.measured(
            "dead",
            history.of("dead", range),
            now.stream().mapToLong(DestinationView::dead).sum(),
            begin,
            range,
            happened));
  }

  /**
   * By destination, the time within which 95 of 100 attempts that went through on this node ended,
   * over the last minutes; absent when there were none.
   */
  Map<String, Duration> p95() {
    Map<String, Duration> times = new HashMap<>();
    for (Timer timer :
        metrics.find("idwise.delivery.attempt").tag("outcome", "delivered").timers()) {
      Arrays.stream(timer.takeSnapshot().percentileValues())
          .mapToDouble(value -> value.value(TimeUnit.MILLISECONDS))
          .filter(millis -> millis > 0)
          .forEach(
              millis ->
                  times.put(
                      timer.getId().getTag("destination"), Duration.ofMillis(Math.round(millis))));
    }
    return times;
  }
}
