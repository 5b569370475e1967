package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** The conditions of a list: those that were given, all of which must hold. */
public class Filter {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new HashMap<>();

  /** {@code column = value}, unless the value is null. */
  public Filter equal(String column, Object value) {
    if (value != null) {
      RequestTexts.checkValue(column, value);
      String name = column.replace('.', '_');
      conditions.add(column + " = :" + name);
      parameters.put(name, value);
    }
    return this;
  }

  /**
   * The event of this id, ours or IDWise's, unless it is null. The index of IDWise's begins with
   * the source, so the sources are found first, one after the other.
   */
  public Filter eventId(String id) {
    if (id != null) {
      conditions.add(
          """
          id IN (SELECT id FROM event WHERE id = :own UNION ALL
            SELECT theirs.id FROM (
              WITH RECURSIVE known(source) AS (
                SELECT MIN(source) FROM event
                UNION ALL
                SELECT (SELECT MIN(later.source) FROM event later
                  WHERE later.source > known.source)
                FROM known WHERE known.source IS NOT NULL)
              SELECT source FROM known) each_source
            JOIN event theirs
              ON theirs.source = each_source.source AND theirs.event_key = :theirs)
          """);
      parameters.put("own", uuid(id));
      parameters.put("theirs", id);
    }
    return this;
  }

  /**
   * The events of a person: those with the reference, and those of all journeys that have it, also
   * where an event itself has none.
   */
  public Filter ofPerson(String source, String reference) {
    equal("source", source);
    RequestTexts.checkValue("reference", reference);
    conditions.add(
        """
        id IN (SELECT id FROM event WHERE reference_no = :person UNION
          SELECT theirs.id FROM journey
          JOIN event theirs
            ON theirs.journey_key = journey.journey_key AND theirs.source = journey.source
          WHERE journey.reference_no = :person AND journey.source = :source)
        """);
    parameters.put("person", reference);
    return this;
  }

  /** One that no event has when it is not of that form. */
  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException other) {
      return new UUID(0, 0);
    }
  }

  /** Not before this moment, unless it is null. */
  public Filter from(String column, Instant moment) {
    return compare(column, ">=", "from", moment);
  }

  /** Before this moment, unless it is null. */
  public Filter until(String column, Instant moment) {
    return compare(column, "<", "until", moment);
  }

  private Filter compare(String column, String operator, String name, Instant moment) {
    if (moment != null) {
      if (moment.isBefore(EARLIEST) || !moment.isBefore(LATEST)) {
        throw new ResponseStatusException(
            HttpStatus.BAD_REQUEST, "A time must be between the years 1 and 9999");
      }
      conditions.add("%s %s :%s".formatted(column, operator, name));
      parameters.put(name, SqlTime.of(moment));
    }
    return this;
  }

  /** Rows before a cursor, the id of the last one on the page before; unless that is null. */
  public Filter before(String column, String cursor) {
    if (cursor != null) {
      conditions.add(column + " < :before");
      parameters.put("before", parse(cursor));
    }
    return this;
  }

  /** Rows that come after another one in the order of time and id, latest first; unless null. */
  public Filter beforeRow(String table, String time, String cursor) {
    if (cursor != null) {
      conditions.add(
          "(%2$s, id) < (SELECT last.%2$s, last.id FROM %1$s last WHERE last.id = :before)"
              .formatted(table, time));
      parameters.put("before", parse(cursor));
    }
    return this;
  }

  /** Of the sources alone that whoever asks may see. */
  Filter visible(String column) {
    VisibleSources.limited()
        .ifPresent(
            sources -> {
              conditions.add(column + " = ANY(:visible)");
              parameters.put("visible", SqlArrays.ofTexts(sources.stream()));
            });
    return this;
  }

  /** The clause with a leading {@code WHERE}, or nothing. */
  String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  /** A page's size, within its bounds. */
  public static int limit(Integer asked) {
    int limit = asked == null ? Page.DEFAULT_LIMIT : asked;
    if (limit < 1 || limit > Page.LARGEST_LIMIT) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "limit must be between 1 and " + Page.LARGEST_LIMIT);
    }
    return limit;
  }

  private static UUID parse(String cursor) {
    try {
      return UUID.fromString(cursor);
    } catch (IllegalArgumentException e) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "before must be the \"next\" of an earlier page");
    }
  }
}
