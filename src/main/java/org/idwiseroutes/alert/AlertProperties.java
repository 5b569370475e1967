package org.idwiseroutes.alert;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When people hear of what needs them.
 *
 * @param worseAfter an alert that gets worse is told again no sooner than this
 * @param remindAfter an alert that nobody has acknowledged is told again after so long
 * @param silentAfter a source that has sent events and then none for so long counts as silent
 */
@ConfigurationProperties("idwise.alerts")
public record AlertProperties(
    @DefaultValue("5m") Duration worseAfter,
    @DefaultValue("4h") Duration remindAfter,
    @DefaultValue("24h") Duration silentAfter) {

  /** Refuses lengths of time that are none. */
  public AlertProperties {
    check("remind-after", remindAfter);
    check("silent-after", silentAfter);
  }

  private static void check(String name, Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException(
          "idwise.alerts.%s must be longer than nothing".formatted(name));
    }
  }
}
