package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What goes in as an array comes out as it was, from every database. */
class ManyRowsTest {

  private record One(UUID id, String text, Boolean flag, Integer number, Instant at) {}

  private static final ManyRows<One> INSERT =
      new ManyRows<>(
          """
          INSERT INTO many (id, text, flag, number, at) SELECT * FROM :rows
          ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.uuid("id", One::id),
              Column.text("text", One::text),
              Column.flag("flag", One::flag),
              Column.number("number", One::number),
              Column.time("at", One::at)));

  private static final Instant AT = Instant.parse("2026-11-25T23:59:59.123456Z");

  private JdbcClient jdbc;
  private NamedParameterJdbcTemplate template;

  private void use(Database database) {
    DriverManagerDataSource source = new DriverManagerDataSource(database.url());
    jdbc = JdbcClient.create(source);
    template = new NamedParameterJdbcTemplate(source);
    jdbc.sql(
            """
            CREATE TABLE many (id UUID PRIMARY KEY, text VARCHAR, flag BOOLEAN, number INT,
              at TIMESTAMP(6) WITH TIME ZONE)
            """)
        .update();
  }

  @OnEveryDatabase
  void everyValueIsKeptAsItIs(Database database) {
    use(database);
    List<One> rows =
        Stream.of(
                "",
                " ",
                "NULL",
                "null",
                "{a,\"b\"}",
                "\\",
                "\"\\\"",
                "'",
                ",",
                "ü😀\n\t",
                ":id",
                "?")
            .map(text -> new One(UUID.randomUUID(), text, true, 7, AT))
            .toList();
    assertThat(INSERT.insertForIds(template, rows)).hasSize(rows.size());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(rows);
  }

  @OnEveryDatabase
  void nothingStaysNothing(Database database) {
    use(database);
    List<One> rows =
        List.of(
            new One(UUID.randomUUID(), null, null, null, null),
            new One(UUID.randomUUID(), "x", false, -1, AT));
    INSERT.insert(template, rows);
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(rows);
  }

  @OnEveryDatabase
  void whatIsThereAlreadyIsNotAmongTheIds(Database database) {
    use(database);
    One there = new One(UUID.randomUUID(), "there", true, 1, AT);
    One twice = new One(UUID.randomUUID(), "twice", true, 2, AT);
    INSERT.insert(template, List.of(there));
    assertThat(INSERT.insertForIds(template, List.of(there, twice, twice)))
        .containsExactly(twice.id());
    assertThat(stored()).containsExactlyInAnyOrder(there, twice);
  }

  @OnEveryDatabase
  void longRowsGoInAsWell(Database database) {
    use(database);
    List<One> rows =
        IntStream.range(0, 12)
            .mapToObj(i -> new One(UUID.randomUUID(), "\"".repeat(256 * 1024), true, i, AT))
            .toList();
    assertThat(INSERT.insertForIds(template, rows))
        .containsExactlyInAnyOrderElementsOf(rows.stream().map(One::id).toList());
    assertThat(stored()).containsExactlyInAnyOrderElementsOf(rows);
  }

  private List<One> stored() {
    return jdbc.sql("SELECT id, text, flag, number, at FROM many")
        .query(
            (row, number) ->
                new One(
                    row.getObject("id", UUID.class),
                    row.getString("text"),
                    row.getObject("flag", Boolean.class),
                    row.getObject("number", Integer.class),
                    SqlTime.get(row, "at")))
        .list();
  }
}
