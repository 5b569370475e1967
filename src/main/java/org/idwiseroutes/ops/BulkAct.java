package org.idwiseroutes.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What is done to many deliveries at once. */
public enum BulkAct {
  /** They are sent again. */
  REPLAY(DeliveryStatus.DEAD, DeliveryStatus.DELIVERED),
  /** They are not sent. */
  DISCARD(DeliveryStatus.DEAD, DeliveryStatus.PENDING);

  private final List<String> statuses;

  BulkAct(DeliveryStatus... statuses) {
    this.statuses = List.of(statuses).stream().map(DeliveryStatus::toString).toList();
  }

  /** The statuses of deliveries to which it can be done. */
  public List<String> statuses() {
    return statuses;
  }

  /**
   * The one of this name, as {@link #toString()} writes it.
   *
   * @throws ResponseStatusException 400 when there is none
   */
  public static BulkAct of(String name) {
    return Arrays.stream(values())
        .filter(act -> act.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "What can be done is replay or discard"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
