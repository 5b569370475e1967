package org.idwiseroutes.backfill;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which kinds of tickets a delivery to the desk opens and closes. */
public record TicketKinds(List<String> opens, List<String> closes) {

  static final String TICKET = "ticket";
  static final String CLOSE = "close";
  private static final String COMMENT = "comment";
  static final TicketKinds NONE = new TicketKinds(List.of(), List.of());

  private static final String DESK = "ticketing";

  /** Those that the variables of a delivery name. */
  public static TicketKinds of(Map<String, ?> variables) {
    Object ticket = variables.get(TICKET);
    if (ticket == null || ticket.equals(COMMENT)) {
      return NONE;
    }
    Object closes = variables.get("closes");
    return ticket.equals(CLOSE)
        ? new TicketKinds(
            List.of(), closes == null ? List.of() : List.of(closes.toString().split(",")))
        : new TicketKinds(List.of(ticket.toString()), List.of());
  }

  /**
   * Whether deliveries there open and close tickets. Others may carry the variable {@code ticket}
   * as well, as it was set on their way.
   */
  public static boolean areOf(String destination) {
    return destination.equals(DESK) || destination.startsWith(DESK + ".");
  }

  /** Whether both open or close a ticket of one kind. */
  boolean concernsAnyOf(TicketKinds others) {
    Set<String> kinds = new LinkedHashSet<>(opens);
    kinds.addAll(closes);
    return others.opens.stream().anyMatch(kinds::contains)
        || others.closes.stream().anyMatch(kinds::contains);
  }

  boolean isNone() {
    return opens.isEmpty() && closes.isEmpty();
  }
}
