package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.journey.Decision;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/events}. */
@RestController
@RequestMapping("/api/events")
class EventsApi {

  private static final List<String> DECISIONS =
      Arrays.stream(Decision.values()).map(Decision::text).toList();

  private final EventQueries events;
  private final Operations operations;

  EventsApi(EventQueries events, Operations operations) {
    this.events = events;
    this.operations = operations;
  }

  @GetMapping
  Page<EventView> list(
      @RequestParam(required = false) String source,
      @RequestParam(required = false) String event,
      @RequestParam(required = false) String journeyId,
      @RequestParam(required = false) String referenceNo,
      @RequestParam(required = false) String state,
      @RequestParam(required = false) String decision,
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant until,
      @RequestParam(defaultValue = "false") boolean total,
      @RequestParam(required = false) String before,
      @RequestParam(required = false) Integer limit) {
    KnownParameters.checkValue("state", state, Event.STATES);
    KnownParameters.checkValue("decision", decision, DECISIONS);
    Filter filter =
        new Filter()
            .equal("source", source)
            .equal("event", event)
            .equal("journey_key", journeyId)
            .equal("reference_no", referenceNo)
            .equal("state", state)
            .equal("decision", decision)
            .from("received_at", from)
            .until("received_at", until);
    long all = total ? events.count(filter) : 0;
    Page<EventView> page = events.page(filter.before("id", before), Filter.limit(limit));
    return total ? page.of(all) : page;
  }

  @GetMapping("/{id}")
  EventView get(@PathVariable UUID id) {
    return events.find(id).orElseThrow(EventsApi::notFound);
  }

  /**
   * Decides a quarantined event again, or routes a test call; 409 when it is neither, or has
   * nothing in it that can be decided.
   */
  @PostMapping("/{id}/replay")
  EventView replay(@PathVariable UUID id, HttpServletRequest request) {
    operations.decide(id, Actor.of(request));
    return get(id);
  }

  /** Takes an unreadable event out of quarantine; 409 when it is readable or not quarantined. */
  @PostMapping("/{id}/dismiss")
  EventView dismiss(
      @PathVariable UUID id, @RequestParam String reason, HttpServletRequest request) {
    operations.dismiss(id, Actor.of(request));
    return get(id);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no event of this id");
  }
}
