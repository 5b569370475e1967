package org.idwiseroutes.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.LastDay;
import org.springframework.stereotype.Component;

/** What the overview draws. */
@Component
class Charts {

  private final LastDay lastDay;
  private final MeterRegistry metrics;

  Charts(LastDay lastDay, MeterRegistry metrics) {
    this.lastDay = lastDay;
    this.metrics = metrics;
  }

  List<Chart> lastDay(List<DestinationView> now) {
    return List.of(
        Chart.counted("received", lastDay.of("received")),
        Chart.counted("delivered", lastDay.of("delivered")),
        Chart.measured(
            "waiting",
            lastDay.of("waiting"),
            now.stream().mapToLong(DestinationView::pending).sum()),
        Chart.measured(
            "dead", lastDay.of("dead"), now.stream().mapToLong(DestinationView::dead).sum()));
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
