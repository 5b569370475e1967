package org.idwiseroutes.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the ledger looks.
 *
 * @param cron when, as Spring writes it; {@code -} for only when somebody asks
 * @param rate at how many people in a second
 * @param settle whoever has had an event within this time is left for the next look
 */
@ConfigurationProperties("idwise.ledger")
record LedgerProperties(String cron, double rate, Duration settle) {

  LedgerProperties {
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "idwise.ledger.rate is %s: set at how many people in a second it looks".formatted(rate));
    }
  }
}
