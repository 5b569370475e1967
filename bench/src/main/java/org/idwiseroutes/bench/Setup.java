package org.idwiseroutes.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts what is measured, and the PostgreSQL under it. */
final class Setup implements AutoCloseable {

  static final int PORT = 18080;
  static final int BARE_PORT = 18082;
  static final int PLAIN_PORT = 18083;

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final EmbeddedPostgres postgres;
  private final Stubs stubs;
  private int databases;

  Setup(Stubs stubs) throws IOException {
    this.stubs = stubs;
    this.postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("min_wal_size", "2GB")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .setServerConfig("pg_stat_statements.track_planning", "on")
            .start();
  }

  /** One of the baselines, as soon as it answers the probe. */
  App baseline(Class<?> main, Load probe, Map<String, String> database) throws Exception {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("SERVER_PORT", String.valueOf(probe.port()));
    environment.put("SPRING_TASK_EXECUTION_POOL_CORE_SIZE", "64");
    environment.put("SPRING_MAIN_WEB_APPLICATION_TYPE", "servlet");
    environment.putAll(destinations());
    environment.put("CAMEL_COMPONENT_HTTP_CONNECTIONSPERROUTE", "100");
    List<String> command =
        List.of(JAVA, "-Xmx256m", "-cp", System.getProperty("bench.classpath"), main.getName());
    return App.start(command, environment, probe, log(main.getSimpleName()));
  }

  /** The packaged product from its jar, as soon as it answers the probe. */
  App jar(Load probe, ProductDatabase database) throws Exception {
    return product(List.of(JAVA, "-Xmx256m", "-jar", "target/idwise-routes.jar"), probe, database);
  }

  /** The prepared product as in production, as soon as it answers the probe. */
  App product(Load probe, ProductDatabase database) throws Exception {
    return product(List.of("bin/idwise-routes"), probe, database);
  }

  private App product(List<String> command, Load probe, ProductDatabase database)
      throws Exception {
    Map<String, String> environment = new HashMap<>(settings(database));
    environment.put("IDWISE_WEBHOOK_PORT", String.valueOf(PORT));
    environment.put("IDWISE_OPS_PORT", String.valueOf(PORT + 1));
    environment.put("IDWISE_OPS_PROBE_PORT", "0");
    environment.put("IDWISE_SOURCES_BENCH_BASIC_USERNAME", "bench");
    environment.put("IDWISE_SOURCES_BENCH_BASIC_PASSWORD", "bench-password");
    environment.put("IDWISE_OPERATORS_BENCH_PASSWORD", "bench-password");
    environment.put("IDWISE_OPERATORS_PLAIN_PASSWORDS", "allowed");
    environment.putAll(destinations());
    if (System.getProperty("bench.jfr") != null) {
      environment.put(
          "JDK_JAVA_OPTIONS",
          "-XX:StartFlightRecording=settings=profile,filename=" + log("product") + ".jfr");
    }
    return App.start(command, environment, probe, log("product"));
  }

  private Map<String, String> destinations() {
    return Map.of(
        "CRM_URL", stubs.url(),
        "TICKETING_URL", stubs.url(),
        "SMTP_HOST", "127.0.0.1",
        "SMTP_PORT", String.valueOf(stubs.smtpPort()));
  }

  /** A new one. */
  ProductDatabase database() throws SQLException {
    String name = "bench" + ++databases;
    new ProductDatabase(postgres.getJdbcUrl("postgres", "postgres"))
        .execute("CREATE DATABASE " + name);
    ProductDatabase database = new ProductDatabase(postgres.getJdbcUrl("postgres", name));
    database.execute("CREATE EXTENSION pg_stat_statements");
    return database;
  }

  static Map<String, String> settings(ProductDatabase database) {
    return Map.of(
        "SPRING_DATASOURCE_URL", database.url(), "SPRING_DATASOURCE_USERNAME", "postgres");
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private static Path log(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target"));
    return folder.resolve(name + ".log").toAbsolutePath();
  }
}
