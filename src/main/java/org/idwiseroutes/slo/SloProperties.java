package org.idwiseroutes.slo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Deadlines of deliveries ({@code idwise.slo.<name>}).
 *
 * @param slo by when an event has to have arrived, counted from its receipt
 */
@ConfigurationProperties("idwise")
record SloProperties(Map<String, Deadline> slo) {

  SloProperties {
    slo = slo == null ? Map.of() : new TreeMap<>(slo);
    slo.forEach(
        (name, deadline) -> {
          if (deadline.destination() == null || deadline.within() == null) {
            throw new IllegalArgumentException(
                "idwise.slo.%s needs .destination and .within".formatted(name));
          }
        });
  }

  /**
   * By when something has to be done.
   *
   * @param event the event it is about; null for any
   * @param destination what has to have confirmed the delivery
   * @param within counted from the receipt of the event
   */
  record Deadline(String event, String destination, Duration within) {

    boolean isAbout(String otherDestination, Object otherEvent) {
      boolean partition = otherDestination.startsWith(destination + ".");
      return (partition || destination.equals(otherDestination))
          && (event == null || event.equals(otherEvent));
    }
  }
}
