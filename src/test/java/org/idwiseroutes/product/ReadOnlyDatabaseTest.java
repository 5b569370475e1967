package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A PostgreSQL that reads and does not write, or not every character. */
class ReadOnlyDatabaseTest {

  private final String url = World.newPostgresDatabase();

  @TempDir Path spool;

  @Test
  void whatADatabaseThatOnlyReadsDoesNotTakeGoesToTheSpoolAndFromThereByItself() throws Exception {
    Files.writeString(spool.resolve("notes.spool.bak"), "not ours");
    ProductTest.destinationsSayYes();
    try (Product product = Product.start(url, "idwise.spool.directory=" + spool)) {
      readOnly(true);
      dropSessions(product);
      String id = product.accept(ProductTest.finished("j1", "spooled", "Complete"));
      Awaitility.await()
          .until(() -> product.get("/actuator/health/readiness").body().contains("\"away\""));
      assertThat(product.get("/actuator/health/readiness").status()).isEqualTo(200);

      readOnly(false);
      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .ignoreExceptions()
          .until(() -> "delivered".equals(product.statuses(id).get("crm")));
      Awaitility.await()
          .until(() -> product.get("/actuator/health/readiness").body().contains("\"reachable\""));
      assertThat(spool.resolve("notes.spool.bak")).hasContent("not ours");
    }
  }

  @Test
  void withoutASpoolTheAnswerIs503AndReadinessIsDownUntilItWritesAgain() throws Exception {
    try (Product product = Product.start(url)) {
      readOnly(true);
      dropSessions(product);
      assertThat(post(product)).isEqualTo(503);
      Awaitility.await().until(() -> product.get("/actuator/health/readiness").status() == 503);
      readOnly(false);
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> post(product) == 200);
      Awaitility.await().until(() -> product.get("/actuator/health/readiness").status() == 200);
    }
  }

  /** A limit that is set for a role or a database holds for each session until that ends. */
  @Test
  void aSessionWhoseStatementWasCancelledIsDropped() throws SQLException {
    try (Product product = Product.start(url)) {
      int session;
      try (Connection connection =
              product.context().getBean(HikariDataSource.class).getConnection();
          Statement statement = connection.createStatement()) {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
          row.next();
          session = row.getInt(1);
        }
        statement.execute("SET statement_timeout = '1ms'");
        assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(9)"))
            .hasMessageContaining("statement timeout");
      }
      Awaitility.await()
          .until(
              () ->
                  product
                          .jdbc()
                          .sql("SELECT COUNT(*) FROM pg_stat_activity WHERE pid = :session")
                          .param("session", session)
                          .query(Integer.class)
                          .single()
                      == 0);
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void anotherEncodingIsRefusedAtTheStartWithOneLine(CapturedOutput output) throws Exception {
    execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    String latin = url.replaceFirst("/test_\\d+", "/latin");
    assertThatThrownBy(() -> Product.start(latin).close()).isNotNull();
    assertThat(output.getOut().lines())
        .filteredOn(line -> line.startsWith("    | The database's encoding is LATIN1"))
        .singleElement()
        .asString()
        .contains("ENCODING 'UTF8'");
    assertThat(
            JdbcClient.create(new DriverManagerDataSource(latin, "postgres", null))
                .sql("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  @Tag("full")
  void aDatabaseThatTakesNothingWrittenEndsTheStartWithOneLine(CapturedOutput output)
      throws Exception {
    String database = World.newPostgresDatabase();
    String name = database.replaceFirst(".*/(test_\\d+).*", "$1");
    execute("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(name));
    assertThatThrownBy(() -> Product.start(database).close()).isNotNull();
    assertThat(output.getOut().lines())
        .filteredOn(line -> line.startsWith("    | The database takes nothing that is written"))
        .singleElement()
        .asString()
        .contains("spring.datasource.url", "default_transaction_read_only");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  @Tag("full")
  void aSchemaWithTablesOfOthersOrWithoutRightsEndsTheStartWithOneLine(CapturedOutput output)
      throws Exception {
    String foreign = World.newPostgresDatabase();
    execute(foreign, "CREATE TABLE event (id INT)");
    assertThatThrownBy(() -> Product.start(foreign).close()).isNotNull();
    assertThat(output.getOut().lines())
        .filteredOn(line -> line.contains("holds tables that are not idwise-routes'"))
        .singleElement()
        .asString()
        .contains("currentSchema=idwise", "spring.datasource.url");

    String strange = World.newPostgresDatabase();
    execute(strange, "CREATE USER guest");
    execute(strange, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    assertThatThrownBy(
            () ->
                Product.start(
                        strange.replace("user=postgres", "user=guest"),
                        "spring.datasource.username=guest")
                    .close())
        .isNotNull();
    assertThat(output.getOut().lines())
        .filteredOn(line -> line.contains("has not the rights"))
        .singleElement()
        .asString()
        .contains("GRANT USAGE, CREATE ON SCHEMA");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void aTableWithoutARightEndsTheStartWithOneLine(CapturedOutput output) throws Exception {
    String owned = World.newPostgresDatabase();
    Product.start(owned).close();
    execute(owned, "CREATE USER clerk");
    execute(owned, "GRANT USAGE, CREATE ON SCHEMA public TO clerk");
    execute(owned, "GRANT SELECT ON flyway_schema_history TO clerk");
    assertThatThrownBy(() -> startAsClerk(owned).close()).isNotNull();
    assertThat(missing(output))
        .singleElement()
        .asString()
        .contains(tables(owned).stream().map(table -> table + ": SELECT, INSERT").toList())
        .contains("audit: SELECT, INSERT, UPDATE;", "delivery_turn: USAGE; destination:");

    execute(owned, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO clerk");
    execute(owned, "GRANT UPDATE ON SEQUENCE delivery_turn TO clerk");
    execute(owned, "REVOKE DELETE ON audit FROM clerk");
    execute(owned, "CREATE TABLE backup_of_event AS SELECT * FROM event");
    execute(owned, "CREATE SEQUENCE somebody_elses");
    try (Product clerk = startAsClerk(owned)) {
      assertThat(post(clerk)).isEqualTo(200);
    }

    execute(owned, "CREATE USER clerks_boss");
    execute(owned, "ALTER TABLE attempt OWNER TO clerks_boss");
    execute(owned, "REVOKE INSERT, DELETE ON attempt FROM clerk");
    execute(owned, "REVOKE UPDATE ON SEQUENCE delivery_turn FROM clerk");
    assertThatThrownBy(() -> startAsClerk(owned).close()).isNotNull();
    assertThat(missing(output))
        .hasSize(2)
        .last()
        .asString()
        .contains(
            "(missing: attempt: INSERT, DELETE; delivery_turn: USAGE)", "GRANT SELECT, INSERT");
  }

  private static List<String> missing(CapturedOutput output) {
    return output.getOut().lines().filter(line -> line.contains("has not the rights")).toList();
  }

  private static List<String> tables(String database) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database, "postgres", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'
                """)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    assertThat(tables).contains("event", "delivery");
    return tables;
  }

  private static Product startAsClerk(String database) {
    return Product.start(
        database.replace("user=postgres", "user=clerk"), "spring.datasource.username=clerk");
  }

  private static int post(Product product) {
    return product.post(Product.json(ProductTest.finished("j2", "r2", "Complete"))).status();
  }

  private static void dropSessions(Product product) {
    product.context().getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
  }

  private void readOnly(boolean whether) throws SQLException {
    String name = url.replaceFirst(".*/(test_\\d+).*", "$1");
    execute("ALTER DATABASE %s SET default_transaction_read_only = %s".formatted(name, whether));
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                url.replaceFirst("/test_\\d+", "/postgres"), "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
