package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/deliveries}. */
@RestController
@RequestMapping("/api/deliveries")
class DeliveriesApi {

  private static final Set<String> REPLAYABLE = Set.of("dead", "delivered");

  private static final List<String> STATUSES =
      Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::toString).toList();

  private final DeliveryQueries queries;
  private final Operations operations;

  DeliveriesApi(DeliveryQueries queries, Operations operations) {
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
      @RequestParam(required = false) String before,
      @RequestParam(required = false) Integer limit) {
    KnownParameters.checkValue("status", status, STATUSES);
    ReplayRequest asked =
        new ReplayRequest(
            destination, status, eventId, source, event, journeyId, referenceNo, false);
    return queries.page(filter(asked).before("delivery.id", before), Filter.limit(limit));
  }

  @GetMapping("/{id}")
  DeliveryView get(@PathVariable UUID id) {
    return operations.delivery(id);
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
  Map<String, Object> replayAll(@RequestBody ReplayRequest asked, HttpServletRequest request) {
    String status = asked.status() == null ? "dead" : asked.status();
    if (!REPLAYABLE.contains(status)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "status must be \"dead\" or \"delivered\"");
    }
    Filter filter = filter(asked);
    if (asked.status() == null) {
      filter.equal("delivery.status", status);
    }
    int count = queries.count(filter);
    if (asked.dryRun() || count == 0) {
      return Map.of("count", count);
    }
    ReplayView begun =
        operations.replayAll(
            filter, DeliveryStatus.of(status), asked.masked().toString(), Actor.of(request));
    return Map.of("count", begun.total(), "replay", begun.id());
  }

  /** Sees that a pending or dead delivery is not sent; 409 for any other. */
  @PostMapping("/{id}/discard")
  DeliveryView discard(@PathVariable UUID id, HttpServletRequest request) {
    return operations.discard(id, Actor.of(request));
  }

  private static Filter filter(ReplayRequest asked) {
    return new Filter()
        .equal("delivery.destination", asked.destination())
        .equal("delivery.status", asked.status())
        .equal("delivery.event_id", asked.eventId())
        .equal("event.source", asked.source())
        .equal("event.event", asked.event())
        .equal("event.journey_key", asked.journeyId())
        .equal("event.reference_no", asked.referenceNo());
  }
}
