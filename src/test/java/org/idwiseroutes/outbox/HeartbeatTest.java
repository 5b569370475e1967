package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.idwiseroutes.database.DatabaseClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What a node may begin depends on whether others can have taken it for dead meanwhile. */
class HeartbeatTest {

  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final Duration DEAD_AFTER = Duration.ofMillis(1_500);
  private static final Duration LONG = Duration.ofHours(1);

  private static EmbeddedPostgres server;
  private static JdbcClient jdbc;

  private Heartbeat heartbeat;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.start();
    DataSource database = server.getPostgresDatabase();
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/common", "classpath:db/migration/postgresql")
        .load()
        .migrate();
    jdbc = JdbcClient.create(database);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void begin() {
    Node node = new Node("node");
    heartbeat =
        new Heartbeat(
            new NodeRepository(jdbc, node),
            null,
            node,
            new DatabaseClock(),
            new Wakeups(),
            properties(),
            new JdbcTransactionManager(server.getPostgresDatabase()));
  }

  @Test
  void whoWasNeverHeardOfHoldsNothing() {
    assertThat(heartbeat.isHeard()).isFalse();
    assertThat(heartbeat.holds(heartbeat.lease(LONG))).isFalse();
  }

  @Test
  void aClaimHoldsUntilItsEndWhileTheNodeIsHeardOf() {
    heartbeat.beat(jdbc);
    Lease lease = heartbeat.lease(LONG);
    heartbeat.beat(jdbc);
    assertThat(heartbeat.holds(lease)).isTrue();
    assertThat(heartbeat.holds(heartbeat.lease(Duration.ZERO))).isFalse();
  }

  @Test
  void whoWasTakenForDeadHoldsNothingThatItHadClaimedBefore() {
    heartbeat.beat(jdbc);
    Lease before = heartbeat.lease(LONG);
    jdbc.sql("DELETE FROM node").update();
    heartbeat.beat(jdbc);
    assertThat(heartbeat.isHeard()).isTrue();
    assertThat(heartbeat.holds(before)).isFalse();
    assertThat(heartbeat.holds(heartbeat.lease(LONG))).isTrue();
  }

  @Test
  void whoWasSilentForLongHoldsNothingThenAndNothingOfBeforeAfterwards() {
    heartbeat.beat(jdbc);
    Lease before = heartbeat.lease(LONG);
    Awaitility.await().until(() -> !heartbeat.isHeard());
    assertThat(heartbeat.holds(before)).isFalse();
    heartbeat.beat(jdbc);
    assertThat(heartbeat.holds(before)).isFalse();
    assertThat(heartbeat.holds(heartbeat.lease(LONG))).isTrue();
  }

  private static OutboxProperties properties() {
    Duration any = Duration.ofSeconds(1);
    return new OutboxProperties(
        any, any, 1, any, 1, 1, LONG, INTERVAL, DEAD_AFTER, any, 1, any, 1, "source", Map.of());
  }
}
