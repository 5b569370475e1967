package org.idwiseroutes.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The exchange log ({@code idwise.exchange-log.*}).
 *
 * @param enabled whether what attempts ask of other systems is kept, with the answers
 * @param keep for how long
 * @param maxText of each request and each answer, characters beyond it are left out
 */
@ConfigurationProperties("idwise.exchange-log")
record ExchangeLogProperties(boolean enabled, Duration keep, DataSize maxText) {

  private static final DataSize LARGEST = DataSize.ofMegabytes(1);

  ExchangeLogProperties {
    if (keep.isNegative() || maxText.isNegative() || maxText.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          "idwise.exchange-log.keep must not be negative, and .max-text be from 0 to 1MB");
    }
  }
}
