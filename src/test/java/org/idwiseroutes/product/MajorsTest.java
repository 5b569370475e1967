package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On the oldest and the newest PostgreSQL that is supported, no statement that every event needs
 * costs more beside hundreds of thousands of journeys, a million finished deliveries and a hundred
 * thousand pending ones. What a statement costs is the pages that it looks at.
 */
@Tag("full")
class MajorsTest {

  private static final int EVENTS = 40;
  private static final int JOURNEYS = 300_000;
  private static final int FINISHED = 1_000_000;
  private static final int PENDING = 100_000;

  /** A B-tree of a million rows is two or three pages deeper than one of none. */
  private static final int TIMES_AS_DEEP = 4;

  private static final int PAGES_MORE = 12;

  /** Its binaries are copied into {@code target} by the profile {@code full}. */
  private enum Major {
    OLDEST,
    NEWEST;

    EmbeddedPostgres start() throws IOException {
      return EmbeddedPostgres.builder()
          .setPgBinaryResolver((system, hardware) -> binaries())
          .setServerConfig("max_connections", "100")
          .setServerConfig("shared_preload_libraries", "pg_stat_statements")
          .setServerConfig("fsync", "off")
          .setServerConfig("autovacuum", "off")
          .start();
    }

    private InputStream binaries() {
      Path jar = Path.of("target", "postgres", name().toLowerCase() + ".jar");
      assertThat(jar).as("./mvnw -Pfull copies it").exists();
      try {
        ZipInputStream files = new ZipInputStream(Files.newInputStream(jar));
        for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
          if (file.getName().endsWith(".txz")) {
            return files;
          }
        }
        throw new IllegalStateException(jar + " has no archive of binaries");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What PostgreSQL knew of the tables when it planned, while they were small. */
  private enum Planned {
    WITHOUT_STATISTICS,
    WITH_STATISTICS
  }

  @ParameterizedTest
  @CsvSource({
    "OLDEST, WITHOUT_STATISTICS",
    "OLDEST, WITH_STATISTICS",
    "NEWEST, WITHOUT_STATISTICS"
  })
  void noStatementOfAnEventReadsMoreBesideMuchThatIsNotItsOwn(Major major, Planned planned)
      throws IOException {
    ProductTest.destinationsSayYes();
    try (EmbeddedPostgres server = major.start();
        Product product = Product.start(server.getJdbcUrl("postgres", "postgres"))) {
      product.jdbc().sql("CREATE EXTENSION pg_stat_statements").update();
      product.operate("/api/destinations/ticketing/pause", null);
      handle(product, "warm");
      if (planned == Planned.WITH_STATISTICS) {
        product.jdbc().sql("ANALYZE").update();
      }
      Map<Long, Cost> beside = pages(product, "none");
      fill(product);
      compare(beside, pages(product, "unknown"), "before the statistics know of it");
      if (planned == Planned.WITH_STATISTICS) {
        return;
      }
      product.jdbc().sql("VACUUM ANALYZE").update();
      compare(beside, pages(product, "known"), "once the statistics know of it");
    }
  }

  /**
   * What one execution of a statement looks at.
   *
   * @param text PostgreSQL keeps it with its constants at times
   */
  private record Cost(String text, double pages) {}

  private static void compare(Map<Long, Cost> before, Map<Long, Cost> after, String when) {
    assertThat(before).hasSizeGreaterThan(10);
    assertThat(after.keySet()).as(when).containsAll(before.keySet());
    SoftAssertions all = new SoftAssertions();
    after.forEach(
        (id, cost) -> {
          double pages = before.containsKey(id) ? before.get(id).pages() : 0;
          all.assertThat(cost.pages())
              .as("pages for %s, %.1f before, %s", cost.text(), pages, when)
              .isLessThan(TIMES_AS_DEEP * pages + PAGES_MORE);
        });
    all.assertAll();
  }

  /** By the id of the statement; of those that every event needs. */
  private static Map<Long, Cost> pages(Product product, String name) {
    product.jdbc().sql("SELECT pg_stat_statements_reset()").query().listOfRows();
    handle(product, name);
    Map<Long, Cost> pages = new LinkedHashMap<>();
    product
        .jdbc()
        .sql(
            """
            SELECT queryid, MIN(query) AS text, SUM(shared_blks_hit + shared_blks_read) * 1.0 / SUM(calls) AS pages
            FROM pg_stat_statements
            GROUP BY 1 HAVING SUM(calls) >= :events
            """)
        .param("events", EVENTS)
        .query(
            row -> {
              pages.put(
                  row.getLong("queryid"), new Cost(row.getString("text"), row.getDouble("pages")));
            });
    return pages;
  }

  /** One after the other, so that each statement is made for each event. */
  private static void handle(Product product, String name) {
    for (int i = 0; i < EVENTS; i++) {
      String id = product.accept(ProductTest.finished(name + i, "r" + name + i, "Complete"));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .until(() -> "delivered".equals(product.statuses(id).get("crm")));
    }
  }

  /** What is pending belongs to a destination that is paused. */
  private static void fill(Product product) {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO journey (source, journey_key, decision, updated_at)
            SELECT 'live', 'filled-' || n, 'Complete', now() FROM generate_series(1, %1$d) n;
            INSERT INTO event (id, source, event_key, event, journey_key, reference_no, payload,
              state, received_at)
            SELECT gen_random_uuid(), 'live', 'filled-' || n, 'Finished Journey', 'filled-' || n,
              'r-filled-' || n, '{}', 'decided', now()
            FROM generate_series(1, %1$d) n;
            INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, variables,
              status, series, attempts, next_attempt_at, fence, created_at, finished_at)
            SELECT gen_random_uuid(), CASE WHEN n %% 2 = 0 THEN 'crm' ELSE 'decide' END,
              'filled-' || n, gen_random_uuid(), 'crm/live/filled-' || n %% %1$d,
              nextval('delivery_turn'), '{}', 'delivered', 1, 1, now(), 1, now(), now()
            FROM generate_series(1, %2$d) n;
            INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, variables,
              status, series, attempts, next_attempt_at, fence, created_at)
            SELECT gen_random_uuid(), 'ticketing', 'open-' || n, gen_random_uuid(),
              'ticketing/live/filled-' || n, nextval('delivery_turn'), '{}', 'pending', 1, 0, now(),
              0, now()
            FROM generate_series(1, %3$d) n
            """
                .formatted(JOURNEYS, FINISHED, PENDING))
        .update();
  }
}
