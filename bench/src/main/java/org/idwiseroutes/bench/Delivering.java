package org.idwiseroutes.bench;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.idwiseroutes.bench.Load.Result;

/** How fast events arrive where they are to go. */
final class Delivering {

  private static final int DESTINATIONS = 3;

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

  /** From the first request to the last delivery, in rounds: the first finds a cold JVM. */
  void endToEnd(ProductDatabase database, int events, int rounds) throws Exception {
    for (int round = 1; round <= rounds; round++) {
      long start = System.nanoTime();
      long taken = stubs.taken();
      Result result = loads.apply(Messages::deadline).send(connections, events);
      awaitTaken(taken + (long) DESTINATIONS * events);
      database.settle();
      double perSecond = events / ((System.nanoTime() - start) / 1e9);
      requireNone(result.errors());
      System.err.printf(Locale.ROOT, "end to end, round %d: %.0f/s%n", round, perSecond);
      if (round == 1 || round == rounds) {
        table.row(
            "end to end, three destinations each, round " + round + ": events/s (goal 1,000)",
            "%.0f",
            perSecond);
      }
      database.truncate();
    }
  }

  /** How fast what has gathered goes out, in deliveries a second. */
  double drain(ProductDatabase database, int count) throws Exception {
    database.pauseCrm();
    requireNone(loads.apply(Messages::complete).send(connections, count).errors());
    database.awaitCrm(count);
    database.execute("VACUUM ANALYZE");
    long start = System.nanoTime();
    long taken = stubs.taken();
    database.pause(false);
    awaitTaken(taken + count);
    database.settle();
    double perSecond = count / ((System.nanoTime() - start) / 1e9);
    table.row("drain " + count + " pending: deliveries/s", "%.0f", perSecond);
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
