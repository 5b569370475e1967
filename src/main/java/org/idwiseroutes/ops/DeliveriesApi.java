package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.Replays;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
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
public class DeliveriesApi {

  private static final Set<String> REPLAYABLE = Set.of("dead", "delivered");

  private static final List<String> STATUSES =
      Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::toString).toList();

  private final DeliveryQueries deliveries;
  private final Replays replays;
  private final BulkReplays bulk;
  private final Audit audit;

  DeliveriesApi(DeliveryQueries deliveries, Replays replays, BulkReplays bulk, Audit audit) {
    this.deliveries = deliveries;
    this.replays = replays;
    this.bulk = bulk;
    this.audit = audit;
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
    return deliveries.page(filter(asked).before("delivery.id", before), Filter.limit(limit));
  }

  @GetMapping("/{id}")
  public DeliveryView get(@PathVariable UUID id) {
    return deliveries.find(id).orElseThrow(DeliveriesApi::notFound);
  }

  /** Puts a dead or delivered delivery back; 409 for any other. */
  @PostMapping("/{id}/replay")
  @Transactional
  public DeliveryView replay(@PathVariable UUID id, HttpServletRequest request) {
    DeliveryStatus status = replays.status(id).orElseThrow(DeliveriesApi::notFound);
    if (!Replays.isReplayable(status) || replays.replay(List.of(id), status) == 0) {
      throw conflict("Only a dead or delivered delivery can be replayed", status);
    }
    audit.record(request, "replay delivery", id.toString(), "was " + status);
    return get(id);
  }

  /**
   * Begins to put all that match back, oldest first, and answers {@code {"count": …, "replay":
   * id}}; {@code /api/replays/{id}} shows how far it is.
   */
  @PostMapping("/replay")
  @Transactional
  public Map<String, Object> replayAll(
      @RequestBody ReplayRequest asked, HttpServletRequest request) {
    String status = asked.status() == null ? "dead" : asked.status();
    if (!REPLAYABLE.contains(status)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "status must be \"dead\" or \"delivered\"");
    }
    Filter filter = filter(asked);
    if (asked.status() == null) {
      filter.equal("delivery.status", status);
    }
    int count = deliveries.count(filter);
    if (asked.dryRun() || count == 0) {
      return Map.of("count", count);
    }
    ReplayView begun = bulk(filter, DeliveryStatus.of(status), asked.masked().toString(), request);
    return Map.of("count", begun.total(), "replay", begun.id());
  }

  /** Begins to put back what the filter finds, all of this status, in words {@code what}. */
  @Transactional
  public ReplayView bulk(
      Filter filter, DeliveryStatus wanted, String what, HttpServletRequest request) {
    ReplayView begun =
        bulk.begin(filter, wanted, what, request.getRemoteUser(), Audit.reason(request));
    audit.record(request, "replay deliveries", what, begun.total() + " deliveries");
    return begun;
  }

  /** Sees that a pending or dead delivery is not sent; 409 for any other. */
  @PostMapping("/{id}/discard")
  @Transactional
  public DeliveryView discard(@PathVariable UUID id, HttpServletRequest request) {
    DeliveryStatus status = replays.status(id).orElseThrow(DeliveriesApi::notFound);
    if (!replays.discard(id)) {
      throw conflict("Only a pending or dead delivery can be discarded", status);
    }
    audit.record(request, "discard delivery", id.toString(), "was " + status);
    return get(id);
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

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no delivery of this id");
  }

  private static ResponseStatusException conflict(String rule, DeliveryStatus status) {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, "%s; this one is %s".formatted(rule, status));
  }
}
