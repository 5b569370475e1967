package org.idwiseroutes.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which acts wait for a second person ({@code idwise.four-eyes.*}).
 *
 * @param erasing whether erasing a journey or person does
 * @param bulkAbove a replay or discard of more deliveries than this does; unset for none
 * @param expireAfter what nobody has decided by then cannot be approved any more
 */
@ConfigurationProperties("idwise.four-eyes")
record FourEyesProperties(
    @DefaultValue("false") boolean erasing,
    Integer bulkAbove,
    @DefaultValue("7d") Duration expireAfter) {

  FourEyesProperties {
    if (bulkAbove != null && bulkAbove < 0) {
      throw new IllegalArgumentException("idwise.four-eyes.bulk-above is 0 or more");
    }
    if (expireAfter.isNegative() || expireAfter.isZero()) {
      throw new IllegalArgumentException(
          "idwise.four-eyes.expire-after must be longer than nothing");
    }
  }
}
