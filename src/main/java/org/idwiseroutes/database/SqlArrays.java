package org.idwiseroutes.database;

import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Lists as one parameter, for {@code = ANY(:list)}. A list that is spread over as many parameters
 * is another statement for each length, to be parsed, prepared and planned again.
 */
public final class SqlArrays {

  private SqlArrays() {}

  /** Ids of a column of type {@code UUID}. */
  public static SqlArrayValue ofIds(Stream<UUID> ids) {
    return new SqlArrayValue("uuid", ids.toArray());
  }

  /** Texts of a column of type {@code VARCHAR}. */
  public static SqlArrayValue ofTexts(Stream<String> texts) {
    return new SqlArrayValue("varchar", texts.toArray());
  }

  /** Of type {@code BIGINT ARRAY}. */
  public static SqlArrayValue ofNumbers(Stream<Long> numbers) {
    return new SqlArrayValue("int8", numbers.toArray());
  }
}
