package org.idwiseroutes.product;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScratchTest {
  static long cpu() throws Exception {
    long sum = 0;
    try (var s = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path p : s) {
        try {
          String st = Files.readString(p.resolve("stat"));
          if (!st.contains("(postgres)")) continue;
          String[] f = st.substring(st.lastIndexOf(')') + 2).split(" ");
          sum += Long.parseLong(f[11]) + Long.parseLong(f[12]);
        } catch (Exception e) {
        }
      }
    }
    return sum * 10;
  }

  @Test
  void profile() throws Exception {
    var builder =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "100")
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", System.getProperty("fpw", "off"));
    try (EmbeddedPostgres pg = builder.start()) {
      ProductTest.destinationsSayYes();
      String url = pg.getJdbcUrl("postgres", "postgres");
      try (Product product = Product.start(url, "idwise.outbox.poll-interval=1s")) {
        product.jdbc().sql("CREATE EXTENSION pg_stat_statements").update();
        int n = Integer.getInteger("n", 3000);
        run(product, "w", n);
        run(product, "v", n);
        product.jdbc().sql("VACUUM ANALYZE").update();
        long w0 = wal(product);
        product.jdbc().sql("SELECT pg_stat_statements_reset()").query().listOfRows();
        long c0 = cpu();
        long t0 = System.nanoTime();
        var rec = new jdk.jfr.Recording();
        rec.enable("jdk.ExecutionSample").withPeriod(java.time.Duration.ofMillis(10));
        rec.enable("jdk.ObjectAllocationSample").with("throttle", "500/s");
        rec.start();
        run(product, "x", n);
        run(product, "y", n);
        rec.stop();
        rec.dump(Path.of("/tmp/prof.jfr"));
        long t1 = System.nanoTime();
        long c1 = cpu();
        int m = 2 * n;
        System.err.printf(
            "PROF rate %.0f/s pg cpu %.3f ms wal %d bytes/event%n",
            m / ((t1 - t0) / 1e9), (c1 - c0) / (double) m, (wal(product) - w0) / m);
        System.err.println(
            "PROF stmts/event "
                + product
                    .jdbc()
                    .sql(
                        "select sum(calls)/ :m ::numeric, sum(total_exec_time)/ :m, sum(wal_bytes)/ :m from pg_stat_statements")
                    .param("m", m)
                    .query()
                    .listOfRows());
        product
            .jdbc()
            .sql(
                "select calls, rows, round((total_exec_time / :m)::numeric,4) as ms, round(wal_bytes/ :m) as wal, left(regexp_replace(query,'\\s+',' ','g'),110) as q from pg_stat_statements order by total_exec_time desc limit 26")
            .param("m", m)
            .query()
            .listOfRows()
            .forEach(r -> System.err.println("PROF " + r));
        System.err.println(
            "PROF hot "
                + product
                    .jdbc()
                    .sql(
                        "select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where n_tup_ins + n_tup_upd > 100")
                    .query()
                    .listOfRows());
        product.jdbc().sql("SELECT pg_stat_statements_reset()").query().listOfRows();
        Thread.sleep(10000);
        product
            .jdbc()
            .sql(
                "select calls/10.0 as persec, left(regexp_replace(query,'\\s+',' ','g'),110) as q from pg_stat_statements order by calls desc limit 12")
            .query()
            .listOfRows()
            .forEach(r -> System.err.println("PROF idle " + r));
        // steady rate
        product.jdbc().sql("SELECT pg_stat_statements_reset()").query().listOfRows();
        c0 = cpu();
        w0 = wal(product);
        int k = 600;
        for (int i = 0; i < k; i++) {
          long at = System.nanoTime();
          send(product, "s", i);
          long left = 20_000_000L - (System.nanoTime() - at);
          if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
        }
        awaitDone(product);
        c1 = cpu();
        System.err.printf(
            "PROF steady pg cpu %.3f ms wal %d%n", (c1 - c0) / (double) k, (wal(product) - w0) / k);
        System.err.println(
            "PROF steady stmts/event "
                + product
                    .jdbc()
                    .sql(
                        "select sum(calls)/ :m ::numeric, sum(total_exec_time)/ :m from pg_stat_statements")
                    .param("m", k)
                    .query()
                    .listOfRows());
        product
            .jdbc()
            .sql(
                "select round(calls/ :m ::numeric,2) as c, round((total_exec_time / :m)::numeric,4) as ms, left(regexp_replace(query,'\\s+',' ','g'),110) as q from pg_stat_statements order by calls desc limit 26")
            .param("m", k)
            .query()
            .listOfRows()
            .forEach(r -> System.err.println("PROF steady " + r));
      }
    }
  }

  static long wal(Product p) {
    return p.jdbc()
        .sql("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(),'0/0')::bigint")
        .query(Long.class)
        .single();
  }

  static void send(Product product, String name, int i) {
    String d = i % 4 == 0 ? "Refer" : "Complete";
    product.accept(ProductTest.finished(name + i, "r" + name + i, d));
  }

  static void awaitDone(Product product) {
    Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(5))
        .pollInterval(java.time.Duration.ofMillis(200))
        .until(
            () ->
                product
                        .jdbc()
                        .sql("select count(*) from delivery where status = 'pending'")
                        .query(Long.class)
                        .single()
                    == 0);
  }

  static void run(Product product, String name, int n) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int j = i;
      all.add(pool.submit(() -> send(product, name, j)));
    }
    for (Future<?> f : all) f.get();
    pool.shutdown();
    awaitDone(product);
  }
}
