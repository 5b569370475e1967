package org.idwiseroutes.people;

import java.time.Instant;
import java.util.List;

/**
 * A person in one source, over all journeys and checks.
 *
 * @param reference the customer's id for the person; null when none was sent, and then the person
 *     is one journey
 * @param journeyId the journey that counts: the newest one that has a decision, else the newest;
 *     null when there were only checks
 * @param status the outcome of that journey, {@code review} while an AML alarm of an older one
 *     stands, {@code none} without a journey
 * @param decision of that journey; null before the first
 * @param decidedAt when the event was received that set it
 * @param since since when the person is on the list that was asked for; null where there is none,
 *     or where it has deadlines
 * @param round the pass of verification, from 1
 * @param renewal {@code none}, {@code required} or {@code overdue}
 * @param renewalDeadline as IDWise sent it; null for none
 * @param journeys how many
 * @param tickets that are open
 * @param deliveries that are on their way or dead
 * @param lastEvent the name of the last event; null when it was unreadable
 */
public record Person(
    String source,
    String reference,
    String journeyId,
    String status,
    String decision,
    Instant decidedAt,
    Instant since,
    int round,
    String renewal,
    String renewalDeadline,
    int journeys,
    List<OpenTicket> tickets,
    List<OpenDelivery> deliveries,
    String lastEvent,
    Instant lastEventAt) {

  Person since(Instant moment) {
    return new Person(
        source,
        reference,
        journeyId,
        status,
        decision,
        decidedAt,
        moment,
        round,
        renewal,
        renewalDeadline,
        journeys,
        tickets,
        deliveries,
        lastEvent,
        lastEventAt);
  }

  /**
   * An open ticket.
   *
   * @param kind {@code review}, {@code aml}, {@code kyc}, {@code spot-check}
   * @param openedAt null when a version opened it that did not keep this
   */
  public record OpenTicket(String kind, String id, Instant openedAt) {}

  /**
   * A delivery that is not over.
   *
   * @param status {@code pending} or {@code dead}
   * @param error why the last attempt failed; null when none has
   */
  public record OpenDelivery(String destination, String status, Instant since, String error) {}
}
