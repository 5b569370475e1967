package org.idwiseroutes.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.ops.Activity;
import org.idwiseroutes.ops.DestinationView;
import org.springframework.stereotype.Component;

/** What the overview draws. */
@Component
class Charts {

  private final Activity activity;
  private final MeterRegistry metrics;

  Charts(Activity activity, MeterRegistry metrics) {
    this.activity = activity;
    this.metrics = metrics;
  }

  List<Chart> lastDay(List<DestinationView> now) {
    return List.of(
        Chart.counted("received", activity.lastDay("received")),
        Chart.counted("delivered", activity.lastDay("delivered")),
        Chart.measured(
            "waiting",
            activity.lastDay("waiting"),
            now.stream().mapToLong(DestinationView::pending).sum()),
        Chart.measured(
            "dead", activity.lastDay("dead"), now.stream().mapToLong(DestinationView::dead).sum()));
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
