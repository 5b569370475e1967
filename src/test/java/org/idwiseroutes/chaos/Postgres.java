package org.idwiseroutes.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL that can be killed, and comes back on the same port with the same data; or, with a
 * synchronous standby, is followed by that.
 */
final class Postgres implements AutoCloseable {

  static {
    // it reports every crash that was wanted
    ((Logger) LoggerFactory.getLogger("io.zonky")).setLevel(Level.OFF);
  }

  private final Path data;
  private EmbeddedPostgres server;
  private EmbeddedPostgres standby;

  Postgres(Path data) throws IOException {
    this.data = data;
    this.server = builder(data).start();
  }

  /** One whose commits wait until a standby has them on its disk, too. */
  static Postgres withStandby(Path folder) throws IOException {
    Postgres primary = new Postgres(folder.resolve("postgres"));
    primary.server.close();
    Path copy = folder.resolve("standby");
    copy(primary.data, copy);
    primary.restart();
    Files.createFile(copy.resolve("standby.signal"));
    Files.writeString(
        copy.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n"
            .formatted(primary.server.getPort()));
    primary.standby = builder(copy).start();
    JdbcClient asked = JdbcClient.create(primary.server.getPostgresDatabase());
    asked.sql("ALTER SYSTEM SET synchronous_standby_names = '*'").update();
    asked.sql("SELECT pg_reload_conf()").query().listOfRows();
    Awaitility.await()
        .until(
            () ->
                asked
                    .sql("SELECT sync_state FROM pg_stat_replication")
                    .query(String.class)
                    .list()
                    .contains("sync"));
    return primary;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  String url() {
    return standby == null
        ? server.getJdbcUrl("postgres", "postgres")
        : "jdbc:postgresql://localhost:%d,localhost:%d/postgres?targetServerType=primary&hostRecheckSeconds=1"
            .formatted(server.getPort(), standby.getPort());
  }

  /** The primary is lost for good, and the standby takes its place after a while. */
  void failOver(Duration after) throws IOException, InterruptedException {
    crash();
    Pace.last(after);
    JdbcClient.create(standby.getPostgresDatabase())
        .sql("SELECT pg_promote()")
        .query()
        .listOfRows();
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
    server = builder(data).setPort(server.getPort()).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (standby != null) {
      standby.close();
    }
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .setPGStartupWait(Duration.ofSeconds(60));
  }
}
