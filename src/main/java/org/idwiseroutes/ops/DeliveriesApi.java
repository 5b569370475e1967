package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/deliveries}. */
@RestController
@RequestMapping("/api/deliveries")
class DeliveriesApi {

  private static final List<String> STATUSES =
      Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::toString).toList();

  private final DeliveryQueries queries;
  private final Operations operations;
  private final ExchangeLog exchanges;

  DeliveriesApi(DeliveryQueries queries, Operations operations, ExchangeLog exchanges) {
    this.exchanges = exchanges;
    this.queries = queries;
    this.operations = operations;
  }

  @GetMapping
  Page<DeliveryView> list(
      @RequestParam(required = false) String destination,
      @RequestParam(required = false) String status,
      @RequestParam(required = false) UUID eventId,
      @RequestParam(required = false) String source,
      @RequestParam(required = false) String event,
      @RequestParam(required = false) String journeyId,
      @RequestParam(required = false) String referenceNo,
      @RequestParam(required = false) String failure,
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant until,
      @RequestParam(defaultValue = "false") boolean total,
      @RequestParam(required = false) String before,
      @RequestParam(required = false) Integer limit) {
    KnownParameters.checkValue("status", status, STATUSES);
    DeliverySelection asked =
        new DeliverySelection(
            destination,
            status,
            eventId,
            source,
            event,
            journeyId,
            referenceNo,
            failure,
            from,
            until);
    Page<DeliveryView> page =
        queries.page(asked.filter().before("delivery.id", before), Filter.limit(limit));
    return total ? page.of(queries.count(asked.filter())) : page;
  }

  @GetMapping("/{id}")
  DeliveryView get(@PathVariable UUID id) {
    return operations.delivery(id);
  }

  /** What its attempts asked and were answered, as far as the exchange log has it. */
  @GetMapping("/{id}/exchanges")
  Page<ExchangeLog.Logged> exchanges(@PathVariable UUID id) {
    return new Page<>(
        exchanges.of(List.of(operations.delivery(id).id())).getOrDefault(id, List.of()), null);
  }

  /** Puts a dead or delivered delivery back; 409 for any other. */
  @PostMapping("/{id}/replay")
  DeliveryView replay(@PathVariable UUID id, HttpServletRequest request) {
    return operations.replay(id, Actor.of(request));
  }

  /**
   * Begins to put all that match back, oldest first, and answers {@code {"count": …, "replay":
   * id}}; {@code /api/replays/{id}} shows how far it is.
   */
  @PostMapping("/replay")
  Map<String, Object> replayAll(
      @RequestBody DeliverySelection asked,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    return all(BulkAct.REPLAY, asked, dryRun, request);
  }

  /** The same, so that all that match are not sent. */
  @PostMapping("/discard")
  Map<String, Object> discardAll(
      @RequestBody DeliverySelection asked,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    return all(BulkAct.DISCARD, asked, dryRun, request);
  }

  private Map<String, Object> all(
      BulkAct act, DeliverySelection asked, boolean dryRun, HttpServletRequest request) {
    DeliverySelection chosen = asked.status() == null ? asked.withStatus("dead") : asked;
    KnownParameters.checkValue("status", chosen.status(), act.statuses());
    int count = queries.count(chosen.filter());
    if (dryRun || count == 0) {
      return Map.of("count", count);
    }
    DoneOrProposed<ReplayView> begun = operations.beginAll(act, chosen, Actor.of(request));
    return begun.waits()
        ? Map.of("count", count, "proposal", begun.proposal().id())
        : Map.of("count", begun.done().total(), "replay", begun.done().id());
  }

  /** Sees that a pending or dead delivery is not sent; 409 for any other. */
  @PostMapping("/{id}/discard")
  DeliveryView discard(@PathVariable UUID id, HttpServletRequest request) {
    return operations.discard(id, Actor.of(request));
  }
}
