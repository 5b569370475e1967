package org.idwiseroutes.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that can be killed, and comes back on the same port with the same data. */
final class Postgres implements AutoCloseable {

  static {
    // it reports every crash that was wanted
    ((Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.OFF);
  }

  private final Path data;
  private EmbeddedPostgres server;

  Postgres(Path data) throws IOException {
    this.data = data;
    this.server = builder().start();
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Its database. */
  DataSource database() {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url());
    database.setUser("postgres");
    return database;
  }

  /** All its processes end at once, without a checkpoint. */
  void crash() throws IOException, InterruptedException {
    String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    new ProcessBuilder("kill", "-QUIT", postmaster).start().waitFor();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> Files.notExists(data.resolve("postmaster.pid")));
    server.close();
  }

  void restart() throws IOException {
    server = builder().setPort(server.getPort()).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setPGStartupWait(Duration.ofSeconds(60));
  }
}
