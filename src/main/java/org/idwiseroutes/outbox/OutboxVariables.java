package org.idwiseroutes.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;

/** The exchange variables that the component reads and sets. */
public final class OutboxVariables {

  /** What a delivery is about; inherited by the deliveries that its route adds. */
  public static final String EVENT_ID = "eventId";

  /** The lane; inherited likewise. */
  public static final String LANE = "lane";

  /** This delivery's id, the same on every attempt. */
  public static final String DELIVERY_ID = "deliveryId";

  /** The number of this attempt in its series, from 1. */
  public static final String ATTEMPT = "attempt";

  /** The attempt's series, from 1; each replay begins a new one. */
  public static final String SERIES = "series";

  /** A route sets it to the reason when it had nothing to send; it is kept with the delivery. */
  public static final String NOTHING_TO_DO = "nothingToDo";

  /** Variables that name a person; logs show them masked. */
  static final Set<String> OF_A_PERSON = Set.of("referenceNo", "customer", "whom", "whose");

  static final Set<String> OF_THE_ATTEMPT = Set.of(DELIVERY_ID, ATTEMPT, SERIES);

  private OutboxVariables() {}

  /**
   * The lane of a delivery that an exchange adds.
   *
   * @param laneBy names of variables, with commas; empty for none
   * @return their values, or the lane of the exchange where one has no value; null for none
   */
  public static String lane(String laneBy, Exchange exchange) {
    List<String> values =
        Arrays.stream(laneBy.split(","))
            .map(name -> exchange.getVariable(name.strip(), String.class))
            .toList();
    return values.stream().anyMatch(Objects::isNull)
        ? exchange.getVariable(LANE, String.class)
        : String.join("/", values);
  }
}
