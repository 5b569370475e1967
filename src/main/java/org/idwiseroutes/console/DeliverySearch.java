package org.idwiseroutes.console;

import java.time.LocalDateTime;
import org.idwiseroutes.ops.DeliverySelection;

/**
 * Which deliveries a page is about; what is empty restricts nothing.
 *
 * @param failure a group of failures
 * @param from added at this time or later, in the time zone; likewise {@code until}
 * @param zone the browser's time zone; null is UTC
 */
public record DeliverySearch(
    String destination,
    String status,
    String event,
    String reference,
    String journey,
    String failure,
    LocalDateTime from,
    LocalDateTime until,
    String zone,
    String before) {

  public DeliverySearch {
    destination = text(destination);
    status = text(status);
    event = text(event);
    reference = text(reference);
    journey = text(journey);
    // A group may have been cut at a space.
    failure = failure == null || failure.isBlank() ? null : failure;
    zone = text(zone);
    before = text(before);
  }

  DeliverySelection selection() {
    return new DeliverySelection(
        destination,
        status,
        null,
        null,
        event,
        journey,
        reference,
        failure,
        LocalTimes.moment(from, zone),
        LocalTimes.moment(until, zone));
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
