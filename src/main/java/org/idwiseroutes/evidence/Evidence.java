package org.idwiseroutes.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.forget.ErasureView;
import org.idwiseroutes.ops.AuditEntry;
import org.idwiseroutes.ops.DeliveryView;
import org.idwiseroutes.ops.ExchangeLog.Logged;
import org.idwiseroutes.people.Person;
import org.idwiseroutes.wiring.Rule;

/**
 * All that is known of how a person was handled.
 *
 * @param madeBy who has asked for it
 * @param product the version of the program
 * @param keyed whether receipts were made with a key, without which nobody can check them
 * @param person how they stand now; null when nothing stands any more
 * @param erasedAt when they were erased last; null for never
 * @param erasures what other systems have answered when they were asked to forget them
 * @param acts what operators did and looked at, as far as the subject of the act tells
 */
public record Evidence(
    String source,
    String reference,
    Instant madeAt,
    String madeBy,
    String product,
    boolean keyed,
    Person person,
    Instant erasedAt,
    List<ErasureView> erasures,
    List<EventPart> events,
    List<Act> acts) {

  /**
   * One event.
   *
   * @param origin {@code webhook}, {@code reconciled} or {@code timer}
   * @param authenticatedAs the settings of the secrets that were sent
   * @param payload as received; empty once it was erased
   * @param payloadSha256 of it, in hexadecimal digits
   * @param receipt of the event as it was stored; null when a version of the program stored it that
   *     made none
   * @param rewritten the receipt of what it was changed to by right; null when it was not
   * @param seal the number of the seal that has it; null before it is sealed
   * @param meaning what it meant, in one sentence
   * @param rules the version of the rules that decided it; null when it is not known
   * @param rulesHash of that version
   * @param conditions of the rules, run once more: those that were looked at, in order
   * @param conditionsAreOf {@code then}, or {@code now} when the version of then decides alike or
   *     is no longer kept
   */
  public record EventPart(
      UUID id,
      String event,
      String journeyId,
      String referenceNo,
      Instant receivedAt,
      String origin,
      String authenticatedAs,
      int repeats,
      String state,
      String problem,
      String payload,
      String payloadSha256,
      String receipt,
      String rewritten,
      Long seal,
      String decision,
      String previousDecision,
      String outcome,
      String meaning,
      Integer rules,
      String rulesHash,
      List<Rule> conditions,
      String conditionsAreOf,
      List<DeliveryView> deliveries,
      Map<UUID, List<Logged>> exchanges) {}

  /** What an operator did, with its receipts as those of an event. */
  public record Act(AuditEntry act, String receipt, String rewritten, Long seal) {}
}
