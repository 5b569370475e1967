package org.idwiseroutes.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.idwiseroutes.bench.Load.Result;

/** Measures baselines and product in one run and prints one table; see bench/README.md. */
public final class Bench {

  private static final int CONNECTIONS = 64;
  private static final int PORT = 18080;
  private static final String PRODUCT_PATH = "/webhooks/idwise/bench";
  private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis() * 1000);

  private final Duration warmUp;
  private final Duration measured;
  private final int events;
  private final int endToEndRounds;
  private final int manyPending;
  private final long manyEvents;
  private final Stubs stubs = new Stubs();
  private final EmbeddedPostgres postgres;
  private final List<String> table = new ArrayList<>();
  private int databases;

  private Bench(boolean quick) throws IOException {
    warmUp = Duration.ofSeconds(quick ? 5 : 15);
    measured = Duration.ofSeconds(quick ? 6 : 10);
    events = 5_000;
    endToEndRounds = quick ? 2 : 4;
    manyPending = quick ? 20_000 : 100_000;
    manyEvents = quick ? 200_000 : 5_000_000;
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .start();
  }

  /** With {@code --quick} everything is smaller and takes some two minutes. */
  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(List.of(args).contains("--quick"));
    try {
      bench.run(List.of(args));
    } finally {
      bench.table.forEach(System.out::println);
      bench.postgres.close();
    }
    System.exit(0);
  }

  private void run(List<String> args) throws Exception {
    double bare = 0;
    double plain = 0;
    if (!args.contains("--product-only")) {
      bare = bare();
      plain = plain();
    }
    product(args, bare, plain);
  }

  private double bare() throws Exception {
    try (App app = baseline(BareApp.class, Map.of())) {
      Load load = load("/webhook", Bench::complete);
      return accept("bare", app, load);
    }
  }

  private double plain() throws Exception {
    try (App app = baseline(PlainCamelApp.class, database())) {
      Load load = load("/webhook", Bench::complete);
      double fast = accept("plain Camel, CRM fast", app, load);
      stubs.mode(Stubs.Mode.SLOW);
      Result slow = load.saturate(CONNECTIONS, measured);
      row("plain Camel, CRM at 500 ms: accepted/s", "%.0f", slow.perSecond());
      stubs.mode(Stubs.Mode.FAST);
      return fast;
    }
  }

  private void product(List<String> args, double bare, double plain) throws Exception {
    Map<String, String> environment = database();
    try (App app = product(environment)) {
      if (args.contains("--paused")) {
        Load load = load(PRODUCT_PATH, Bench::complete);
        pause(environment.get("SPRING_DATASOURCE_URL"), true);
        load.saturate(CONNECTIONS, warmUp.multipliedBy(12));
        accept("product, destinations paused", app, load);
        return;
      }
      if (args.contains("--end-to-end")) {
        endToEnd(environment.get("SPRING_DATASOURCE_URL"));
        return;
      }
      row("product: start-up s", "%.1f", app.startSeconds());
      Load load = load(PRODUCT_PATH, Bench::complete);
      load.saturate(CONNECTIONS, warmUp.multipliedBy(3));
      String url = environment.get("SPRING_DATASOURCE_URL");
      truncate(url);
      double active = accept("product, delivering, destinations fast", app, load);
      truncate(url);
      double cpu = app.cpuSeconds();
      requireNone(load.send(CONNECTIONS, events).errors());
      settle(url);
      row("product: CPU s per 1,000 events, one destination", "%.2f",
          (app.cpuSeconds() - cpu) * 1000 / events);

      pause(url, true);
      double paused = accept("product, destinations paused", app, load);
      Result half = load.atRate(paused / 2, CONNECTIONS, measured);
      row("product, paused, half load: p99 ms", "%.1f", half.millis(99));
      truncate(url);
      stubs.mode(Stubs.Mode.SLOW);
      double slow = accept("product, destinations at 500 ms", app, load);
      truncate(url);
      stubs.mode(Stubs.Mode.DOWN);
      double down = accept("product, destinations down", app, load);
      stubs.mode(Stubs.Mode.FAST);
      Thread.sleep(2_000);
      truncate(url);

      row("ratio: delivering / plain Camel (goal 3)", "%.2f", active / plain);
      row("ratio: paused / bare (goal 0.65)", "%.2f", paused / bare);
      row("ratio: at 500 ms / paused (goal 0.9)", "%.2f", slow / paused);
      row("ratio: down / paused (goal 0.9)", "%.2f", down / paused);

      Thread.sleep(2_000);
      endToEnd(url);
      double few = drain(url, manyPending / 10);
      double many = drain(url, manyPending);
      row("ratio: drain rate at " + manyPending + " / at a tenth (goal 1)", "%.2f", many / few);

      fill(url);
      pause(url, true);
      double full = accept("product, paused, with " + manyEvents + " events", app, load);
      row("ratio: with many events / empty (goal 0.9)", "%.2f", full / paused);
      row("product: resident MiB at -Xmx256m (goal 350)", "%.0f", app.residentMiB());
    }
  }

  private double accept(String what, App app, Load load) throws Exception {
    load.saturate(CONNECTIONS, warmUp);
    Result full = load.saturate(CONNECTIONS, measured);
    row(what + ": accepted/s", "%.0f", full.perSecond());
    Result half = load.atRate(full.perSecond() / 2, CONNECTIONS, measured.dividedBy(2));
    row(what + ": half load p50 / p99 ms", "%.1f / %.1f", half.millis(50), half.millis(99));
    if (full.errors() + half.errors() > 0) {
      row(what + ": errors", "%d", full.errors() + half.errors());
    }
    return full.perSecond();
  }

  private void endToEnd(String url) throws Exception {
    for (int round = 1; round <= endToEndRounds; round++) {
      long start = System.nanoTime();
      Result result = load(PRODUCT_PATH, Bench::deadline).send(CONNECTIONS, events);
      settle(url);
      double perSecond = events / ((System.nanoTime() - start) / 1e9);
      requireNone(result.errors());
      System.err.printf(Locale.ROOT, "end to end, round %d: %.0f/s%n", round, perSecond);
      if (round == 1 || round == endToEndRounds) {
        row("end to end, three destinations each, round " + round + ": events/s (goal 1,000)",
            "%.0f", perSecond);
      }
      truncate(url);
    }
  }

  private static void requireNone(long errors) {
    if (errors > 0) {
      throw new IllegalStateException(errors + " events were not accepted");
    }
  }

  private double drain(String url, int count) throws Exception {
    execute(url, "UPDATE destination SET paused_at = now() WHERE name = 'crm'");
    requireNone(load(PRODUCT_PATH, Bench::complete).send(CONNECTIONS, count).errors());
    while (count(url, "SELECT COUNT(*) FROM delivery WHERE destination = 'crm'") < count) {
      Thread.sleep(100);
    }
    execute(url, "VACUUM ANALYZE");
    long start = System.nanoTime();
    pause(url, false);
    settle(url);
    double perSecond = count / ((System.nanoTime() - start) / 1e9);
    row("drain " + count + " pending: deliveries/s", "%.0f", perSecond);
    truncate(url);
    return perSecond;
  }

  private void fill(String url) throws SQLException {
    execute(
        url,
        """
        INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
          payload, state, received_at)
        SELECT gen_random_uuid(), 'bench', 'filled-' || n, 'Finished Journey', 'f' || n, 'f' || n,
          'r' || n, repeat('x', 200), 'decided', now() FROM generate_series(1, %d) n
        """
            .formatted(manyEvents));
    execute(url, "VACUUM ANALYZE event");
    execute(url, "CHECKPOINT");
  }

  private App baseline(Class<?> main, Map<String, String> database) throws Exception {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("SERVER_PORT", String.valueOf(PORT));
    environment.put("SPRING_TASK_EXECUTION_POOL_CORE_SIZE", "64");
    environment.put("SPRING_MAIN_WEB_APPLICATION_TYPE", "servlet");
    environment.put("CRM_URL", stubs.url());
    environment.put("CAMEL_COMPONENT_HTTP_CONNECTIONSPERROUTE", "100");
    List<String> command =
        List.of("-cp", System.getProperty("bench.classpath"), main.getName());
    return App.start(command, environment, load("/webhook", Bench::complete), log(main.getSimpleName()));
  }

  private App product(Map<String, String> database) throws Exception {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("SERVER_PORT", String.valueOf(PORT));
    environment.put("IDWISE_OPS_PORT", String.valueOf(PORT + 1));
    environment.put("IDWISE_SOURCES_BENCH_BASIC_USERNAME", "bench");
    environment.put("IDWISE_SOURCES_BENCH_BASIC_PASSWORD", "bench");
    environment.put("CRM_URL", stubs.url());
    environment.put("TICKETING_URL", stubs.url());
    environment.put("SMTP_HOST", "127.0.0.1");
    environment.put("SMTP_PORT", String.valueOf(stubs.smtpPort()));
    List<String> command = new ArrayList<>();
    if (System.getProperty("bench.jfr") != null) {
      command.add("-XX:StartFlightRecording=settings=profile,filename=" + log("product") + ".jfr");
    }
    command.addAll(List.of("-jar", "target/idwise-routes.jar"));
    return App.start(
        command, environment, load(PRODUCT_PATH, Bench::complete), log("product"));
  }

  private Map<String, String> database() throws SQLException {
    String name = "bench" + ++databases;
    String admin = postgres.getJdbcUrl("postgres", "postgres");
    execute(admin, "CREATE DATABASE " + name);
    return Map.of(
        "SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", name),
        "SPRING_DATASOURCE_USERNAME", "postgres");
  }

  private static Load load(String path, java.util.function.LongFunction<String> bodies) {
    return new Load(PORT, path, bodies, SEQUENCE);
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

  private void pause(String url, boolean paused) throws SQLException {
    execute(
        url,
        "UPDATE destination SET paused_at = %s WHERE name <> 'decide'"
            .formatted(paused ? "now()" : "NULL"));
  }

  private void settle(String url) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      while (exists(statement, "SELECT 1 FROM delivery WHERE status = 'pending' LIMIT 1")) {
        Thread.sleep(100);
      }
    }
  }

  private static boolean exists(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }

  private void truncate(String url) throws SQLException, InterruptedException {
    execute(url, "UPDATE destination SET paused_at = now()");
    Thread.sleep(3_000);
    execute(url, "TRUNCATE attempt, delivery, event, journey, remote_id");
    execute(
        url,
        "UPDATE destination SET paused_at = NULL, failures = 0, held_since = NULL, next_probe_at = NULL");
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Path log(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target"));
    return folder.resolve(name + ".log").toAbsolutePath();
  }

  private void row(String what, String format, Object... values) {
    String row = "| %-68s | %16s |".formatted(what, format.formatted(values));
    System.err.printf(Locale.ROOT, "%s%n", row);
    table.add(row);
  }
}
