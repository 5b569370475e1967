package org.idwiseroutes.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Measures baselines and product in one run and prints one table; see bench/README.md. */
public final class Bench {

  private static final int CONNECTIONS = 64;
  private static final String PRODUCT_PATH = "/webhooks/idwise/bench";
  private static final String ONLY = "--only=";
  private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis() * 1000);

  private final Duration warmUp;
  private final Duration measured;
  private final int events;
  private final int endToEndRounds;
  private final int fewPending;
  private final long manyEvents;
  private final long pageEvents;
  private final List<Part> parts;
  private final Stubs stubs = new Stubs();
  private final Setup setup = new Setup(stubs);
  private final Table table = new Table();
  private final Delivering delivering =
      new Delivering(table, stubs, CONNECTIONS, messages -> load(Setup.PORT, PRODUCT_PATH, messages));

  /** What can be measured alone. */
  enum Part {
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
    endToEndRounds = quick ? 2 : 12;
    fewPending = quick ? 2_000 : 10_000;
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
    Load load = load(Setup.PORT, PRODUCT_PATH, Messages::complete);
    ProductDatabase database = setup.database();
    try (App app = setup.jar(load, database)) {
      table.row("product: start-up s, from the jar, new database", "%.1f", app.startSeconds());
    }
    try (App app = setup.product(load, database)) {
      table.row("product: start-up s, prepared (goal 4)", "%.1f", app.startSeconds());
      load.saturate(CONNECTIONS, warmUp.multipliedBy(6));
      database.truncate();
      product(app, load, database);
      table.row("product: resident MiB at -Xmx256m (goal 350)", "%.0f", app.residentMiB());
    }
  }

  private void product(App app, Load load, ProductDatabase database) throws Exception {
    Accepting accepting = new Accepting(table, stubs, CONNECTIONS, measured, load, database);
    if (parts.contains(Part.ACCEPT)) {
      accept(accepting);
      accepting.cost(app, events);
    }
    if (parts.contains(Part.END_TO_END)) {
      endToEnd(database);
    }
    if (parts.contains(Part.DRAIN)) {
      delivering.drain(database, fewPending);
    }
    if (parts.contains(Part.FULL)) {
      accepting.full(manyEvents);
    }
    if (parts.contains(Part.PAGES)) {
      database.truncate();
      new Pages(table).measure(database, pageEvents);
    }
  }

  private void accept(Accepting accepting) throws Exception {
    Load bare = load(Setup.BARE_PORT, PlainCamelApp.PATH, Messages::complete);
    Load plain = load(Setup.PLAIN_PORT, PlainCamelApp.PATH, Messages::complete);
    Map<String, String> plainDatabase = Setup.settings(setup.database());
    try (App bareApp = setup.baseline(BareApp.class, bare, Map.of());
        App plainApp = setup.baseline(PlainCamelApp.class, plain, plainDatabase)) {
      table.row("bare: start-up s", "%.1f", bareApp.startSeconds());
      bare.saturate(CONNECTIONS, warmUp);
      plain.saturate(CONNECTIONS, warmUp);
      accepting.beside(bare, plain);
    }
  }

  private void endToEnd(ProductDatabase database) throws Exception {
    Load plain = load(Setup.PLAIN_PORT, PlainThreeRoute.PATH, Messages::deadline);
    Map<String, String> plainDatabase = Setup.settings(setup.database());
    try (App plainApp = setup.baseline(PlainCamelApp.class, plain, plainDatabase)) {
      delivering.endToEnd(database, plain, events, endToEndRounds);
    }
  }

  private static Load load(int port, String path, LongFunction<String> bodies) {
    return new Load(port, path, bodies, SEQUENCE);
  }
}
