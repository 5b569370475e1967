package org.idwiseroutes.bench;

import java.time.Duration;
import org.idwiseroutes.bench.Load.Result;

/** How many events are accepted while the destinations do well, badly or nothing. */
final class Accepting {

  private final Table table;
  private final Stubs stubs;
  private final int connections;
  private final Duration warmUp;
  private final Duration measured;
  private double paused;

  Accepting(Table table, Stubs stubs, int connections, Duration warmUp, Duration measured) {
    this.table = table;
    this.stubs = stubs;
    this.connections = connections;
    this.warmUp = warmUp;
    this.measured = measured;
  }

  /** The product with its destinations fast, paused, slow and down, beside the baselines. */
  void all(App app, Load load, ProductDatabase database, int events, double bare, double plain) throws Exception {
    double active = accept("product, delivering, destinations fast", load);
    database.truncate();
    double cpu = app.cpuSeconds();
    Delivering.requireNone(load.send(connections, events).errors());
    database.settle();
    table.row(
        "product: CPU s per 1,000 events, one destination",
        "%.2f",
        (app.cpuSeconds() - cpu) * 1000 / events);

    paused(load, database);
    Result half = load.atRate(paused / 2, connections, measured);
    table.row("product, paused, half load: p99 ms", "%.1f", half.millis(99));
    database.truncate();
    stubs.mode(Stubs.Mode.SLOW);
    double slow = accept("product, destinations at 500 ms", load);
    database.truncate();
    stubs.mode(Stubs.Mode.DOWN);
    double down = accept("product, destinations down", load);
    stubs.mode(Stubs.Mode.FAST);
    database.truncate();

    table.row("ratio: delivering / plain Camel (goal 3)", "%.2f", active / plain);
    table.row("ratio: paused / bare (goal 0.65)", "%.2f", paused / bare);
    table.row("ratio: at 500 ms / paused (goal 0.9)", "%.2f", slow / paused);
    table.row("ratio: down / paused (goal 0.9)", "%.2f", down / paused);
  }

  private void paused(Load load, ProductDatabase database) throws Exception {
    database.pause(true);
    paused = accept("product, destinations paused", load);
  }

  /** With destinations paused, in an inbox that is empty and in one with so many events. */
  void full(Load load, ProductDatabase database, long manyEvents) throws Exception {
    if (paused == 0) {
      paused(load, database);
      database.truncate();
    }
    database.fill(manyEvents);
    database.pause(true);
    double full = accept("product, paused, with " + manyEvents + " events", load);
    table.row("ratio: with many events / empty (goal 0.9)", "%.2f", full / paused);
  }

  /** As many as go, then the times at half of that rate. */
  double accept(String what, Load load) throws Exception {
    load.saturate(connections, warmUp);
    Result full = load.saturate(connections, measured);
    table.row(what + ": accepted/s", "%.0f", full.perSecond());
    Result half = load.atRate(full.perSecond() / 2, connections, measured.dividedBy(2));
    table.row(what + ": half load p50 / p99 ms", "%.1f / %.1f", half.millis(50), half.millis(99));
    if (full.errors() + half.errors() > 0) {
      table.row(what + ": errors", "%d", full.errors() + half.errors());
    }
    return full.perSecond();
  }
}
