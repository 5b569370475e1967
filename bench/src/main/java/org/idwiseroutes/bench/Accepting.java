package org.idwiseroutes.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.bench.Load.Result;

/**
 * How many events are accepted while the destinations do well, badly or nothing, beside the
 * baselines. All take turns, since the machine is faster in one minute and slower in the next; who
 * does not have the turn stands still.
 */
final class Accepting {

  private static final int TURNS = State.values().length;

  private final Table table;
  private final Stubs stubs;
  private final int connections;
  private final Duration measured;
  private final Load product;
  private final ProductDatabase database;
  private final Map<State, Double> accepted = new EnumMap<>(State.class);

  Accepting(
      Table table,
      Stubs stubs,
      int connections,
      Duration measured,
      Load product,
      ProductDatabase database) {
    this.table = table;
    this.stubs = stubs;
    this.connections = connections;
    this.measured = measured;
    this.product = product;
    this.database = database;
  }

  /** The product in all states, and both baselines. */
  void beside(Load bare, Load plain) throws Exception {
    double bareSum = 0;
    double plainSum = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      bareSum += saturated(bare);
      plainSum += saturated(plain);
      for (State state : inOrder(turn)) {
        accepted.merge(state, turn(state), Double::sum);
      }
    }
    accepted.replaceAll((state, sum) -> sum / TURNS);
    baseline("bare", bare, bareSum / TURNS);
    baseline("plain Camel, CRM fast", plain, plainSum / TURNS);
    stubs.mode(Stubs.Mode.SLOW);
    table.row("plain Camel, CRM at 500 ms: accepted/s", "%.0f", saturated(plain));
    stubs.mode(Stubs.Mode.FAST);
    for (State state : State.values()) {
      table.row(state.words() + ": accepted/s", "%.0f", accepted.get(state));
      halfLoad(state);
    }
    double paused = accepted.get(State.PAUSED);
    ratio("delivering / plain Camel (goal 3)", accepted.get(State.FAST) / plainSum * TURNS);
    ratio("paused / bare (goal 0.65)", paused / bareSum * TURNS);
    ratio("at 500 ms / paused (goal 0.9)", accepted.get(State.SLOW) / paused);
    ratio("down / paused (goal 0.9)", accepted.get(State.DOWN) / paused);
  }

  /** In as many turns as there are states, each is first, second, third and last once. */
  private static List<State> inOrder(int turn) {
    List<State> states = new ArrayList<>(List.of(State.values()));
    Collections.rotate(states, turn);
    return states;
  }

  /** Processor time of the application, for events that go to one destination. */
  void cost(App app, int events) throws Exception {
    double cpu = app.cpuSeconds();
    Delivering.requireNone(product.send(connections, events).errors());
    database.settle();
    table.row(
        "product: CPU s per 1,000 events, one destination",
        "%.2f",
        (app.cpuSeconds() - cpu) * 1000 / events);
    database.truncate();
  }

  /** With destinations paused, in an inbox with so many events, and in an empty one before and after. */
  void full(long manyEvents) throws Exception {
    double before = turn(State.PAUSED);
    database.fill(manyEvents);
    database.pause(true);
    double full = saturated(product);
    table.row("product, paused, with " + manyEvents + " events: accepted/s", "%.0f", full);
    halfLoad("product, paused, with " + manyEvents + " events", product, full);
    database.truncate();
    double after = turn(State.PAUSED);
    ratio("with many events / empty (goal 0.9)", full * 2 / (before + after));
  }

  private double turn(State state) throws Exception {
    enter(state);
    double perSecond = saturated(product);
    leave();
    return perSecond;
  }

  private void halfLoad(State state) throws Exception {
    enter(state);
    halfLoad(state.words(), product, accepted.get(state));
    leave();
  }

  private void enter(State state) throws Exception {
    stubs.mode(state.mode());
    database.pause(state.paused());
  }

  private void leave() throws Exception {
    stubs.mode(Stubs.Mode.FAST);
    database.truncate();
  }

  /** As many as go, after a moment in which the caches and the compiler get used to it. */
  private double saturated(Load load) throws Exception {
    load.saturate(connections, measured.dividedBy(4));
    Result result = load.saturate(connections, measured.dividedBy(2));
    Delivering.requireNone(result.errors());
    return result.perSecond();
  }

  private void baseline(String what, Load load, double perSecond) throws Exception {
    table.row(what + ": accepted/s", "%.0f", perSecond);
    halfLoad(what, load, perSecond);
  }

  private void halfLoad(String what, Load load, double perSecond) throws Exception {
    Result half = load.atRate(perSecond / 2, connections, measured);
    table.row(
        what + ": half load p50 / p99 ms", "%.1f / %.1f", half.millis(50), half.millis(99));
  }

  private void ratio(String what, double ratio) {
    table.row("ratio: " + what, "%.2f", ratio);
  }
}
