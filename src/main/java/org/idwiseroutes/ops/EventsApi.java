package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.inbox.Quarantine;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
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
public class EventsApi {

  private final EventQueries events;
  private final Quarantine quarantine;
  private final Audit audit;

  EventsApi(EventQueries events, Quarantine quarantine, Audit audit) {
    this.events = events;
    this.quarantine = quarantine;
    this.audit = audit;
  }

  @GetMapping
  Page<EventView> list(
      @RequestParam(required = false) String source,
      @RequestParam(required = false) String event,
      @RequestParam(required = false) String journeyId,
      @RequestParam(required = false) String referenceNo,
      @RequestParam(required = false) String state,
      @RequestParam(required = false) String before,
      @RequestParam(required = false) Integer limit) {
    KnownParameters.checkValue("state", state, Event.STATES);
    Filter filter =
        new Filter()
            .equal("source", source)
            .equal("event", event)
            .equal("journey_key", journeyId)
            .equal("reference_no", referenceNo)
            .equal("state", state)
            .before("id", before);
    return events.page(filter, Filter.limit(limit));
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
  @Transactional
  public EventView replay(@PathVariable UUID id, HttpServletRequest request) {
    String state = quarantine.state(id).orElseThrow(EventsApi::notFound);
    quarantine
        .release(id)
        .ifPresent(
            refusal -> {
              throw new ResponseStatusException(HttpStatus.CONFLICT, refusal);
            });
    audit.record(request, "replay event", id.toString(), "was " + state);
    return get(id);
  }

  /** Takes an unreadable event out of quarantine; 409 when it is readable or not quarantined. */
  @PostMapping("/{id}/dismiss")
  @Transactional
  public EventView dismiss(
      @PathVariable UUID id, @RequestParam String reason, HttpServletRequest request) {
    String state = quarantine.state(id).orElseThrow(EventsApi::notFound);
    String why = Audit.reason(request);
    if (why == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Say in the parameter reason why this event is dismissed");
    }
    if (!quarantine.dismiss(id, why)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "Only a quarantined event that could not be read is dismissed; this one is %s"
              .formatted(state));
    }
    audit.record(request, "dismiss event", id.toString(), null);
    return get(id);
  }

  private static ResponseStatusException notFound() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no event of this id");
  }
}
