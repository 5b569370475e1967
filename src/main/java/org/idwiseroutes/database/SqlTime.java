package org.idwiseroutes.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Instants as both JDBC drivers take and give them. */
public final class SqlTime {

  private SqlTime() {}

  /**
   * The parameter for a column of type {@code TIMESTAMP WITH TIME ZONE}; null stays null. Less than
   * a microsecond, which no column keeps, is cut off and not rounded.
   */
  public static OffsetDateTime of(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** The value of such a column; null stays null. */
  public static Instant get(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
