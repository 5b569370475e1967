package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.Later;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;
import org.springframework.transaction.support.TransactionTemplate;

/** Finished work leaves after its time, unfinished work later, pending work never. */
class GrowthTest {

  /** What the planner knows of the tables: nothing, or how they were when they were analyzed. */
  private enum Analyzed {
    NEVER,
    WHEN_LITTLE_WAS_DELIVERED,
    WHEN_MUCH_WAS_DELIVERED
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void onlyWhatIsOldAndDoneWithIsRemoved(Database database) {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            database.url(),
            "idwise.retention.interval=200ms",
            "idwise.retention.finished=10d",
            "idwise.retention.unfinished=20d",
            "idwise.retention.batch-size=2")) {
      List<String> old = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        old.add(product.accept(ProductTest.finished("j" + i, "r" + i, "Complete")));
      }
      old.forEach(id -> awaitCrm(product, id, "delivered"));
      World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
      String dead = product.accept(ProductTest.finished("dead", "r", "Complete"));
      awaitCrm(product, dead, "dead");
      product.operate("/api/destinations/crm/pause", null);
      String pending = product.accept(ProductTest.finished("pending", "r", "Complete"));
      awaitCrm(product, pending, "pending");
      product.post("{\"hello\":1}");
      age(product, 8);
      product.post("{\"hello\":2}");
      Awaitility.await().until(() -> testCalls(product) == 1);
      old.forEach(id -> assertThat(product.get("/api/events/" + id).status()).isEqualTo(200));
      age(product, 3);
      String young = product.accept(ProductTest.finished("young", "r", "Complete"));
      awaitCrm(product, young, "pending");

      old.forEach(id -> awaitGone(product, id));
      assertThat(product.get("/api/events/" + dead).status()).isEqualTo(200);
      age(product, 30);
      awaitGone(product, dead);
      assertThat(product.get("/api/events/" + pending).status()).isEqualTo(200);
      assertThat(count(product, "delivery")).isEqualTo(4);
      assertThat(count(product, "every_attempt")).isEqualTo(2);
      assertThat(count(product, "journey")).isEqualTo(8);
    }
  }

  /**
   * A connection keeps a plan that it has made for empty tables, or for tables that were analyzed
   * when nothing was pending. One that reads all that is pending for each event would not be
   * noticed by anything but its work.
   */
  @ParameterizedTest
  @Tag("full")
  @EnumSource
  void whateverTheStatisticsSayAFewRowsAreReadForEachEvent(Analyzed analyzed) {
    ProductTest.destinationsSayYes();
    int few = 30;
    int many = 1_000;
    try (Product product = Product.start(Database.POSTGRES.url())) {
      if (analyzed == Analyzed.WHEN_MUCH_WAS_DELIVERED) {
        deliverLongAgo(product, 30_000);
      }
      deliver(product, "f", few);
      if (analyzed == Analyzed.WHEN_LITTLE_WAS_DELIVERED) {
        product.jdbc().sql("ANALYZE").update();
      }
      product.operate("/api/destinations/decide/pause", null);
      for (int i = 0; i < many; i++) {
        product.accept(ProductTest.finished("m" + i, "r" + i, "Complete"));
      }
      product.operate("/api/destinations/crm/pause", null);
      product.operate("/api/destinations/decide/resume", null);
      Awaitility.await().until(() -> attempts(product) == 2 * few + many);
      product.operate("/api/destinations/crm/resume", null);
      Awaitility.await().until(() -> attempts(product) == 2 * (few + many));
      Awaitility.await().until(() -> rowsRead(product, "event") >= many);
      assertThat(rowsRead(product, "event") / (few + many)).isLessThan(6);
      assertThat(rowsRead(product, "journey") / (few + many)).isLessThan(4);
      assertThat(rowsRead(product, "delivery") / (few + many)).isLessThan(60);
    }
  }

  /**
   * What has been delivered stays in the index of what is due until the table is vacuumed, in front
   * of what is still due.
   */
  @Test
  @Tag("full")
  void whatHasBeenDeliveredIsNotReadPastByEachClaim() {
    ProductTest.destinationsSayYes();
    int many = 1_000;
    try (Product product =
        Product.start(Database.POSTGRES.url(), "idwise.outbox.poll-interval=1h")) {
      product.operate("/api/destinations/crm/pause", null);
      product.jdbc().sql("ALTER TABLE delivery SET (autovacuum_enabled = off)").update();
      deliveredLongAgo(product, 100_000);
      for (int i = 0; i < many; i++) {
        product.accept(ProductTest.finished("m" + i, "r" + i, "Complete"));
      }
      Awaitility.await().until(() -> attempts(product) == many);
      forgetReads(product, "event", many);
      product.operate("/api/destinations/crm/resume", null);
      Awaitility.await().until(() -> attempts(product) == 2 * many);
      Awaitility.await().until(() -> ofDue(product, "idx_tup_read") >= many);
      assertThat(ofDue(product, "idx_blks_hit + idx_blks_read") / ofDue(product, "idx_scan"))
          .isLessThan(100);
    }
  }

  /**
   * Lists go by the primary key, and what belongs to an event is found by its identity. What the
   * filling reads is counted before all that is counted is forgotten, and PostgreSQL's own vacuum
   * reads pages, too.
   */
  @Test
  @Tag("full")
  void listsAndWhatBelongsToAnEventReadAFewPagesHoweverManyThereAre() {
    ProductTest.destinationsSayYes();
    int many = 60_000;
    try (Product product =
        Product.start(Database.POSTGRES.url(), "idwise.outbox.poll-interval=1h")) {
      product.operate("/api/destinations/crm/pause", null);
      product
          .jdbc()
          .sql(
              """
              ALTER TABLE event SET (autovacuum_enabled = off);
              ALTER TABLE delivery SET (autovacuum_enabled = off)
              """)
          .update();
      product
          .context()
          .getBean(TransactionTemplate.class)
          .executeWithoutResult(
              transaction -> {
                fill(product, many);
                product.jdbc().sql("UPDATE delivery SET status = 'delivered'").update();
                product.jdbc().sql("ANALYZE event, delivery").update();
                product
                    .jdbc()
                    .sql(
                        """
                        INSERT INTO seal (kind, number, at, first_seq, last_seq, entries, previous,
                          head)
                        SELECT 'event', 1, now(), 1, MAX(seq), '', '', '' FROM event
                        """)
                    .update();
                product
                    .jdbc()
                    .sql("SELECT brin_summarize_new_values('event_place')")
                    .query()
                    .listOfRows();
                product.jdbc().sql("SELECT pg_stat_force_next_flush()").query().listOfRows();
              });
      String id = product.accept(ProductTest.finished("j", "r", "Complete"));
      Awaitility.await().until(() -> attempts(product) == 1);
      forgetReads(product, "event", many);
      Deliveries deliveries = product.context().getBean(Deliveries.class);
      assertThat(
              deliveries.toldSince(
                  new Later("crm", "live", "j", "r", 0, Instant.EPOCH, Instant.now())))
          .hasSize(1);
      assertThat(deliveries.statuses(List.of(UUID.fromString(id)), "crm")).hasSize(1);
      seal(product);
      assertThat(product.get("/api/events/" + id).json().path("deliveries")).hasSize(2);
      assertThat(product.get("/api/events?limit=5").json().path("items")).hasSize(5);
      assertThat(product.get("/api/deliveries?limit=5").json().path("items")).hasSize(5);
      Awaitility.await().until(() -> rowsRead(product, "event") >= 10);
      assertThat(pagesRead(product, "event")).isLessThan(500);
      assertThat(pagesRead(product, "delivery")).isLessThan(500);
    }
  }

  /** Twice: what is sealed was there the time before. */
  private static void seal(Product product) {
    Runnable sealing = scheduled(product, "Sealer.seal");
    sealing.run();
    sealing.run();
    assertThat(count(product, "seal")).isGreaterThan(1);
  }

  /** Of the table and its indexes. */
  private static long pagesRead(Product product, String table) {
    return product
        .jdbc()
        .sql(
            """
            SELECT heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read
            FROM pg_statio_user_tables WHERE relname = :table
            """)
        .param("table", table)
        .query(Long.class)
        .single();
  }

  private static long ofDue(Product product, String figure) {
    return product
        .jdbc()
        .sql(
            """
            SELECT %s FROM pg_stat_user_indexes JOIN pg_statio_user_indexes USING (indexrelid)
            WHERE pg_stat_user_indexes.indexrelname = 'delivery_due'
            """
                .formatted(figure))
        .query(Long.class)
        .single();
  }

  /** Leaves indexes of pending deliveries that were once full, and statistics of none pending. */
  private static void deliverLongAgo(Product product, int count) {
    product.operate("/api/destinations/crm/pause", null);
    deliveredLongAgo(product, count);
    product.jdbc().sql("VACUUM ANALYZE delivery").update();
    forgetReads(product, "delivery", count);
    product.operate("/api/destinations/crm/resume", null);
  }

  private static void deliveredLongAgo(Product product, int count) {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO delivery (id, destination, message_key, lane, turn, variables, status,
              series, attempts, next_attempt_at, fence, created_at)
            SELECT gen_random_uuid(), 'crm', 'old-' || n, 'crm/test/' || gen_random_uuid(), n, '{}',
              'pending', 1, 0, now(), 0, now()
            FROM generate_series(1, :count) n
            """)
        .param("count", count)
        .update();
    product
        .jdbc()
        .sql("UPDATE delivery SET status = 'delivered', finished_at = now() WHERE turn > 0")
        .update();
  }

  /**
   * Done every few seconds beside the entrance: what has been delivered must not be read for it.
   */
  @Test
  @Tag("full")
  void whatIsLateIsCountedWithoutWhatHasBeenDelivered() {
    int all = 60_000;
    int pending = all / 4;
    try (Product product = Product.start(Database.POSTGRES.url())) {
      product.operate("/api/destinations/crm/pause", null);
      fill(product, all);
      product.jdbc().sql("VACUUM ANALYZE").update();
      TransactionTemplate one = product.context().getBean(TransactionTemplate.class);
      one.executeWithoutResult(
          status -> {
            long events = readByConnection(product, "event");
            long deliveries = readByConnection(product, "delivery");
            scheduled(product, "Slos.measure").run();
            assertThat(readByConnection(product, "event") - events)
                .isBetween((long) pending, 3L * pending);
            assertThat(readByConnection(product, "delivery") - deliveries).isLessThan(3L * pending);
          });
    }
  }

  /** What runs beside it reads as well, and what it has read before may not be told yet. */
  private static long readByConnection(Product product, String table) {
    return product
        .jdbc()
        .sql(
            """
            SELECT COALESCE(seq_tup_read, 0) + COALESCE(idx_tup_fetch, 0)
            FROM pg_stat_xact_user_tables WHERE relname = :table
            """)
        .param("table", table)
        .query(Long.class)
        .single();
  }

  /** Though the tables are large and PostgreSQL is told that it costs nothing. */
  @Test
  @Tag("full")
  void noStatementTakesSeveralProcessors() {
    try (Product product = Product.start(Database.POSTGRES.url())) {
      fill(product, 60_000);
      product.jdbc().sql("VACUUM ANALYZE event").update();
      String plan =
          product
              .context()
              .getBean(TransactionTemplate.class)
              .execute(
                  status -> {
                    product
                        .jdbc()
                        .sql(
                            """
                            SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0;
                            SET LOCAL min_parallel_index_scan_size = 0
                            """)
                        .update();
                    return String.join(
                        "\n",
                        product
                            .jdbc()
                            .sql("EXPLAIN SELECT COUNT(*) FROM event")
                            .query(String.class)
                            .list());
                  });
      assertThat(plan).contains("Aggregate").doesNotContain("Gather");
    }
  }

  private static void fill(Product product, int count) {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO event (id, source, event_key, event, payload, state, received_at)
            SELECT gen_random_uuid(), 'live', 'filled-' || n, 'Finished Journey', '{}', 'decided',
              now()
            FROM generate_series(1, :count) n
            """)
        .param("count", count)
        .update();
    product
        .jdbc()
        .sql(
            """
            INSERT INTO delivery (id, destination, message_key, event_id, turn, variables, status,
              series, attempts, next_attempt_at, fence, created_at)
            SELECT gen_random_uuid(), 'crm', 'filled-' || seq, id, seq, '{}',
              CASE WHEN seq % 4 = 0 THEN 'pending' ELSE 'delivered' END, 1, 0, now(), 0, now()
            FROM event
            """)
        .update();
  }

  /** PostgreSQL counts what a connection has read a while later. */
  private static void forgetReads(Product product, String table, long reads) {
    Awaitility.await().until(() -> rowsRead(product, table) >= reads);
    product.jdbc().sql("SELECT pg_stat_reset()").query().listOfRows();
  }

  private static Runnable scheduled(Product product, String method) {
    return product.context().getBean(ScheduledTaskHolder.class).getScheduledTasks().stream()
        .map(ScheduledTask::getTask)
        .filter(task -> task.toString().contains(method))
        .map(Task::getRunnable)
        .findAny()
        .orElseThrow();
  }

  private static void deliver(Product product, String name, int count) {
    for (int i = 0; i < count; i++) {
      awaitCrm(
          product, product.accept(ProductTest.finished(name + i, "r", "Complete")), "delivered");
    }
  }

  /** As the node has counted them, without asking the database, whose work is counted here. */
  private static long attempts(Product product) {
    return product
        .context()
        .getBean(MeterRegistry.class)
        .find("idwise.delivery.attempt")
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static long rowsRead(Product product, String table) {
    return product
        .jdbc()
        .sql("SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_user_tables WHERE relname = :table")
        .param("table", table)
        .query(Long.class)
        .single();
  }

  private static void awaitCrm(Product product, String id, String status) {
    Awaitility.await().until(() -> status.equals(product.statuses(id).get("crm")));
  }

  private static void awaitGone(Product product, String id) {
    Awaitility.await().until(() -> product.get("/api/events/" + id).status() == 404);
  }

  private static void age(Product product, int days) {
    product
        .jdbc()
        .sql("UPDATE event SET received_at = received_at - INTERVAL '%d' DAY".formatted(days))
        .update();
  }

  private static int testCalls(Product product) {
    return product.get("/api/sources").json().at("/items/0/testCalls").asInt();
  }

  private static int count(Product product, String table) {
    return product.jdbc().sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }
}
