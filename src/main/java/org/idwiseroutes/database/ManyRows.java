package org.idwiseroutes.database;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * An insert of any number of rows that is one statement for all numbers: each column is one
 * parameter, an array. The database parses and plans it once, and a row costs it a third less than
 * in a batch.
 *
 * @param <T> what a row is made of
 */
public final class ManyRows<T> {

  /** A column of the rows, with the value that each has in it. */
  public record Column<T>(String name, String type, String element, Function<T, ?> value) {

    /** Of type {@code UUID}. */
    public static <T> Column<T> uuid(String name, Function<T, UUID> value) {
      return new Column<>(name, "UUID", "uuid", value);
    }

    /** Of type {@code VARCHAR}. */
    public static <T> Column<T> text(String name, Function<T, String> value) {
      return new Column<>(name, "VARCHAR", "varchar", value);
    }

    /** Of type {@code BOOLEAN}. */
    public static <T> Column<T> flag(String name, Function<T, Boolean> value) {
      return new Column<>(name, "BOOLEAN", "bool", value);
    }

    /** Of type {@code BIGINT}, or {@code INT}. */
    public static <T> Column<T> number(String name, Function<T, ? extends Number> value) {
      return new Column<>(name, "BIGINT", "int8", value);
    }

    /** Of type {@code TIMESTAMP WITH TIME ZONE}. */
    public static <T> Column<T> time(String name, Function<T, Instant> value) {
      return new Column<>(
          name, "TIMESTAMP(6) WITH TIME ZONE", "timestamptz", value.andThen(SqlTime::of));
    }

    private String parameter() {
      return "CAST(:%s AS %s ARRAY)".formatted(name, type);
    }

    private SqlArrayValue values(List<T> rows) {
      return new SqlArrayValue(element, rows.stream().map(value).toArray());
    }
  }

  private final String sql;
  private final List<Column<T>> columns;

  /**
   * Describes an insert.
   *
   * @param sql an {@code INSERT … SELECT … FROM :rows}, which names the columns as they are called
   *     here
   */
  public ManyRows(String sql, List<Column<T>> columns) {
    this.columns = List.copyOf(columns);
    this.sql =
        sql.replace(
            ":rows",
            "UNNEST(%s) AS one (%s)"
                .formatted(
                    columns.stream().map(Column::parameter).collect(Collectors.joining(", ")),
                    columns.stream().map(Column::name).collect(Collectors.joining(", "))));
  }

  /** Inserts them all, in their order. */
  public void insert(NamedParameterJdbcOperations jdbc, List<T> rows) {
    jdbc.update(sql, parameters(rows));
  }

  /**
   * Inserts them all, in their order.
   *
   * @return the ids of those that went in, where the statement skips others
   */
  public Set<UUID> insertForIds(NamedParameterJdbcOperations jdbc, List<T> rows) {
    KeyHolder inserted = new GeneratedKeyHolder();
    jdbc.update(sql, parameters(rows), inserted, new String[] {"id"});
    return inserted.getKeyList().stream()
        .map(key -> (UUID) key.get("id"))
        .collect(Collectors.toSet());
  }

  private SqlParameterSource parameters(List<T> rows) {
    MapSqlParameterSource parameters = new MapSqlParameterSource();
    columns.forEach(column -> parameters.addValue(column.name(), column.values(rows)));
    return parameters;
  }
}
