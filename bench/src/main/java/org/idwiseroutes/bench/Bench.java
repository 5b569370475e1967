package org.idwiseroutes.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.idwiseroutes.bench.Load.Result;

/** Measures baselines and product in one run and prints one table; see bench/README.md. */
public final class Bench {

  private static final int CONNECTIONS = 64;
  private static final String PLAIN_PATH = "/webhook";
  private static final String PRODUCT_PATH = "/webhooks/idwise/bench";
  private static final String ONLY = "--only=";
  private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis() * 1000);

  private final Duration warmUp;
  private final Duration measured;
  private final int events;
  private final int endToEndRounds;
  private final int manyPending;
  private final long manyEvents;
  private final long pageEvents;
  private final List<Part> parts;
  private final Stubs stubs = new Stubs();
  private final Setup setup = new Setup(stubs);
  private final Table table = new Table();
  private double bare;
  private double plain;
  private double paused;

  /** What can be measured alone. */
  enum Part {
    BARE,
    PLAIN,
    ACCEPT,
    END_TO_END,
    DRAIN,
    FULL,
    PAGES
  }

  private Bench(boolean quick, List<Part> parts) throws IOException {
    this.parts = parts;
    warmUp = Duration.ofSeconds(quick ? 5 : 15);
    measured = Duration.ofSeconds(quick ? 6 : 10);
    events = 5_000;
    endToEndRounds = quick ? 2 : 4;
    manyPending = quick ? 20_000 : 100_000;
    pageEvents = quick ? 100_000 : 1_000_000;
    manyEvents = quick ? 200_000 : 5_000_000;
  }

  /** Options: {@code --quick} makes everything smaller, {@code --only=<part>} leaves out the rest. */
  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    List<Part> parts =
        options.stream()
            .filter(option -> option.startsWith(ONLY))
            .map(option -> option.substring(ONLY.length()).toUpperCase(Locale.ROOT))
            .map(part -> Part.valueOf(part.replace('-', '_')))
            .toList();
    Bench bench =
        new Bench(options.contains("--quick"), parts.isEmpty() ? List.of(Part.values()) : parts);
    try {
      bench.run();
    } finally {
      bench.table.print();
      bench.setup.close();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    if (parts.contains(Part.BARE)) {
      bare();
    }
    if (parts.contains(Part.PLAIN)) {
      plain();
    }
    if (parts.stream().anyMatch(part -> part.compareTo(Part.ACCEPT) >= 0)) {
      product();
    }
  }

  private void bare() throws Exception {
    Load load = load(PLAIN_PATH, Bench::complete);
    try (App app = setup.baseline(BareApp.class, load, Map.of())) {
      bare = accept("bare", load);
    }
  }

  private void plain() throws Exception {
    Load load = load(PLAIN_PATH, Bench::complete);
    Map<String, String> database = Setup.settings(setup.database());
    try (App app = setup.baseline(PlainCamelApp.class, load, database)) {
      plain = accept("plain Camel, CRM fast", load);
      stubs.mode(Stubs.Mode.SLOW);
      Result slow = load.saturate(CONNECTIONS, measured);
      table.row("plain Camel, CRM at 500 ms: accepted/s", "%.0f", slow.perSecond());
      stubs.mode(Stubs.Mode.FAST);
    }
  }

  private void product() throws Exception {
    Load load = load(PRODUCT_PATH, Bench::complete);
    ProductDatabase database = setup.database();
    try (App app = setup.product(load, database)) {
      table.row("product: start-up s", "%.1f", app.startSeconds());
      load.saturate(CONNECTIONS, warmUp.multipliedBy(3));
      database.truncate();
      if (parts.contains(Part.ACCEPT)) {
        accept(app, load, database);
      }
      if (parts.contains(Part.END_TO_END)) {
        endToEnd(database);
      }
      if (parts.contains(Part.DRAIN)) {
        double few = drain(database, manyPending / 10);
        double many = drain(database, manyPending);
        table.row("ratio: drain rate at " + manyPending + " / at a tenth (goal 1)", "%.2f", many / few);
      }
      if (parts.contains(Part.FULL)) {
        full(load, database);
      }
      if (parts.contains(Part.PAGES)) {
        database.truncate();
        new Pages(table).measure(database, pageEvents);
      }
      table.row("product: resident MiB at -Xmx256m (goal 350)", "%.0f", app.residentMiB());
    }
  }

  private void accept(App app, Load load, ProductDatabase database) throws Exception {
    double active = accept("product, delivering, destinations fast", load);
    database.truncate();
    double cpu = app.cpuSeconds();
    requireNone(load.send(CONNECTIONS, events).errors());
    database.settle();
    table.row(
        "product: CPU s per 1,000 events, one destination",
        "%.2f",
        (app.cpuSeconds() - cpu) * 1000 / events);

    paused(load, database);
    Result half = load.atRate(paused / 2, CONNECTIONS, measured);
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

  private void full(Load load, ProductDatabase database) throws Exception {
    if (paused == 0) {
      paused(load, database);
      database.truncate();
    }
    database.fill(manyEvents);
    database.pause(true);
    double full = accept("product, paused, with " + manyEvents + " events", load);
    table.row("ratio: with many events / empty (goal 0.9)", "%.2f", full / paused);
  }

  private double accept(String what, Load load) throws Exception {
    load.saturate(CONNECTIONS, warmUp);
    Result full = load.saturate(CONNECTIONS, measured);
    table.row(what + ": accepted/s", "%.0f", full.perSecond());
    Result half = load.atRate(full.perSecond() / 2, CONNECTIONS, measured.dividedBy(2));
    table.row(what + ": half load p50 / p99 ms", "%.1f / %.1f", half.millis(50), half.millis(99));
    if (full.errors() + half.errors() > 0) {
      table.row(what + ": errors", "%d", full.errors() + half.errors());
    }
    return full.perSecond();
  }

  private void endToEnd(ProductDatabase database) throws Exception {
    for (int round = 1; round <= endToEndRounds; round++) {
      long start = System.nanoTime();
      Result result = load(PRODUCT_PATH, Bench::deadline).send(CONNECTIONS, events);
      database.settle();
      double perSecond = events / ((System.nanoTime() - start) / 1e9);
      requireNone(result.errors());
      System.err.printf(Locale.ROOT, "end to end, round %d: %.0f/s%n", round, perSecond);
      if (round == 1 || round == endToEndRounds) {
        table.row(
            "end to end, three destinations each, round " + round + ": events/s (goal 1,000)",
            "%.0f",
            perSecond);
      }
      database.truncate();
    }
  }

  private static void requireNone(long errors) {
    if (errors > 0) {
      throw new IllegalStateException(errors + " events were not accepted");
    }
  }

  private double drain(ProductDatabase database, int count) throws Exception {
    database.pauseCrm();
    requireNone(load(PRODUCT_PATH, Bench::complete).send(CONNECTIONS, count).errors());
    database.awaitCrm(count);
    database.execute("VACUUM ANALYZE");
    long start = System.nanoTime();
    database.pause(false);
    database.settle();
    double perSecond = count / ((System.nanoTime() - start) / 1e9);
    table.row("drain " + count + " pending: deliveries/s", "%.0f", perSecond);
    database.truncate();
    return perSecond;
  }

  private static Load load(String path, LongFunction<String> bodies) {
    return new Load(Setup.PORT, path, bodies, SEQUENCE);
  }

  private static String complete(long number) {
    return """
        {"event":"Finished Journey","body":{"eventId":"e%1$d","journeyId":"j%1$d","referenceNo":"r%1$d","systemDecision":"Complete"}}"""
        .formatted(number);
  }

  private static String deadline(long number) {
    return """
        {"event":"KYC Renewal Deadline Exceeded","body":{"eventId":"e%1$d","journeyId":"j%1$d","referenceNo":"r%1$d","requiredSteps":[{"stepId":"0"}],"renewalDeadline":"2026-10-31T00:00:00.000Z"}}"""
        .formatted(number);
  }
}
