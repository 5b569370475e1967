package org.idwiseroutes.ops;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * A moment as a parameter: {@code 2026-11-29T10:00:00Z}, or with an offset, with a colon in it (RFC
 * 3339) or without, as generated clients write it.
 */
@Component
class Moments implements Converter<String, Instant> {

  private static final DateTimeFormatter WITHOUT_COLON =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendOffset("+HHmm", "Z")
          .toFormatter();

  @Override
  public Instant convert(String text) {
    String moment = text.strip();
    if (moment.isEmpty()) {
      return null;
    }
    return moment.matches(".*[+-]\\d{4}")
        ? OffsetDateTime.parse(moment, WITHOUT_COLON).toInstant()
        : OffsetDateTime.parse(moment).toInstant();
  }
}
