package org.idwiseroutes.bench;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.idwiseroutes.bench.Load.Result;

/** How fast events arrive where they are to go. */
final class Delivering {

  private static final int DESTINATIONS = 3;
  private static final int MANY = 10;
  private static final int DRAINS = 2;

  private final Table table;
  private final Stubs stubs;
  private final int connections;
  private final Function<LongFunction<String>, Load> loads;

  /**
   * @param loads makes a load of messages
   */
  Delivering(Table table, Stubs stubs, int connections, Function<LongFunction<String>, Load> loads) {
    this.table = table;
    this.stubs = stubs;
    this.connections = connections;
    this.loads = loads;
  }

  /**
   * From the first request to the last call, product and plain Camel in turns, in rounds: the first
   * finds cold JVMs, the last third is the result.
   */
  void endToEnd(ProductDatabase database, Load plain, int events, int rounds) throws Exception {
    Load product = loads.apply(Messages::deadline);
    int counted = Math.max(1, rounds / 3);
    double productSum = 0;
    double plainSum = 0;
    ProductDatabase.Work work = new ProductDatabase.Work(0, 0, 0);
    for (int round = 1; round <= rounds; round++) {
      double plainPerSecond = endToEnd(plain, events);
      ProductDatabase.Work before = database.work();
      double perSecond = endToEnd(product, events);
      database.settle();
      ProductDatabase.Work done = database.work().since(before);
      database.truncate();
      if (round == 1) {
        table.row("end to end, three destinations each, cold: events/s", "%.0f", perSecond);
      }
      if (round > rounds - counted) {
        productSum += perSecond;
        plainSum += plainPerSecond;
        work = work.and(done);
      }
    }
    table.row(
        "plain Camel, three destinations each: events/s", "%.0f", plainSum / counted);
    table.row(
        "end to end, three destinations each: events/s (goal 1,000)",
        "%.0f",
        productSum / counted);
    table.row("ratio: end to end / plain Camel", "%.2f", productSum / plainSum);
    double all = (double) events * counted;
    table.row("PostgreSQL, statements an event", "%.2f", work.statements() / all);
    table.row("PostgreSQL, milliseconds of statements an event", "%.3f", work.millis() / all);
    table.row("PostgreSQL, bytes of its log an event", "%.0f", work.wal() / all);
  }

  private double endToEnd(Load load, int events) throws Exception {
    long start = System.nanoTime();
    long taken = stubs.taken();
    Result result = load.send(connections, events);
    awaitTaken(taken + (long) DESTINATIONS * events);
    double perSecond = events / ((System.nanoTime() - start) / 1e9);
    requireNone(result.errors());
    System.err.printf(Locale.ROOT, "end to end, port %d: %.0f/s%n", load.port(), perSecond);
    return perSecond;
  }

  /** How fast what has gathered goes out, much and little of it in turns, in deliveries a second. */
  void drain(ProductDatabase database, int few) throws Exception {
    database.pauseCrm();
    requireNone(loads.apply(Messages::complete).send(connections, few).errors());
    database.awaitCrm(few);
    Backlog backlog = Backlog.keep(database);
    database.truncate();
    double fewSum = drain(database, backlog, few, 1);
    double manySum = 0;
    for (int turn = 0; turn < DRAINS; turn++) {
      manySum += drain(database, backlog, few, MANY);
      fewSum += drain(database, backlog, few, 1);
    }
    double little = fewSum / (DRAINS + 1);
    double much = manySum / DRAINS;
    table.row("drain " + few + " pending: deliveries/s", "%.0f", little);
    table.row("drain " + few * MANY + " pending: deliveries/s", "%.0f", much);
    table.row(
        "ratio: drain rate at " + few * MANY + " / at a tenth (goal 1)", "%.2f", much / little);
  }

  private double drain(ProductDatabase database, Backlog backlog, int few, int copies)
      throws Exception {
    database.pauseCrm();
    backlog.copy(copies);
    long start = System.nanoTime();
    long count = (long) few * copies;
    long taken = stubs.taken();
    database.pause(false);
    awaitTaken(taken + count);
    database.settle();
    double perSecond = count / ((System.nanoTime() - start) / 1e9);
    System.err.printf(Locale.ROOT, "drain %d: %.0f/s%n", count, perSecond);
    database.truncate();
    return perSecond;
  }

  /**
   * While deliveries are under way the database is not asked: reading past what has just been
   * delivered took a tenth of the processors.
   */
  private void awaitTaken(long calls) throws InterruptedException {
    while (stubs.taken() < calls) {
      Thread.sleep(10);
    }
  }

  static void requireNone(long errors) {
    if (errors > 0) {
      throw new IllegalStateException(errors + " events were not accepted");
    }
  }
}
