package org.idwiseroutes.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.DeliveryView;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.EventQueries;
import org.idwiseroutes.ops.EventView;
import org.idwiseroutes.ops.ExchangeLog;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Operations;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.rules.PastRules;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Diagrams;
import org.idwiseroutes.wiring.Rehearsal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/** {@code /console/events}: search, and one event with all that came of it. */
@Controller
class EventsPage {

  private static final int ROWS = 50;

  private final EventQueries events;
  private final DestinationQueries destinations;
  private final Operations operations;
  private final DecidedEvents decided;
  private final Rehearsal rehearsal;
  private final PastRules past;
  private final FolderTrial folder;
  private final Diagrams diagrams;
  private final MaskedSample samples;
  private final ExchangeLog exchanges;
  private final SourceStatuses sources;

  EventsPage(
      EventQueries events,
      DestinationQueries destinations,
      Operations operations,
      DecidedEvents decided,
      Rehearsal rehearsal,
      PastRules past,
      FolderTrial folder,
      Diagrams diagrams,
      MaskedSample samples,
      ExchangeLog exchanges,
      SourceStatuses sources) {
    this.sources = sources;
    this.samples = samples;
    this.exchanges = exchanges;
    this.events = events;
    this.destinations = destinations;
    this.operations = operations;
    this.decided = decided;
    this.rehearsal = rehearsal;
    this.past = past;
    this.folder = folder;
    this.diagrams = diagrams;
  }

  @GetMapping("/console/events")
  String search(
      @ModelAttribute("search") EventSearch search, Model model, HttpServletRequest request) {
    model.addAttribute("here", request.getRequestURI() + "?" + request.getQueryString());
    Page<EventView> page = events.page(filter(search), ROWS);
    model.addAttribute("events", page.items());
    model.addAttribute("next", page.next());
    model.addAttribute(
        "sources",
        sources.all().stream().map(SourceStatus::name).filter(VisibleSources::see).toList());
    model.addAttribute(
        "names", Arrays.stream(EventName.values()).map(EventName::text).sorted().toList());
    model.addAttribute("decisions", Arrays.stream(Decision.values()).map(Decision::text).toList());
    return "console/events";
  }

  /** What is found, without payloads. */
  @GetMapping("/console/events.csv")
  ResponseEntity<Page<EventView>> file(@ModelAttribute("search") EventSearch search) {
    return CsvFile.of("events", events.page(filter(search), CsvFile.ROWS));
  }

  @GetMapping("/console/events/{id}")
  String show(@PathVariable UUID id, Model model) {
    EventView event = find(id);
    model.addAttribute("event", event);
    model.addAttribute("closed", destinations.closed());
    model.addAttribute("sample", samples.of(event.payload()));
    model.addAttribute(
        "exchanges", exchanges.of(event.deliveries().stream().map(DeliveryView::id).toList()));
    Optional<ObjectNode> document = decided.find(id);
    Course course = document.map(this::rehearsed).orElse(null);
    model.addAttribute("course", course);
    model.addAttribute(
        "then",
        document
            .filter(decidedOnce -> event.rules() != null)
            .flatMap(decidedOnce -> past.of(event.rules(), decidedOnce))
            .orElse(null));
    model.addAttribute("folder", document.map(folder::of).orElse(null));
    model.addAttribute("diagrams", course == null ? List.of() : diagrams.of(course));
    return "console/event";
  }

  private Course rehearsed(ObjectNode document) {
    return rehearsal.of(DryDecide.variables(document), document.toString());
  }

  /** Has a test call decided as the event that it was meant to be. */
  @PostMapping("/console/events/{id}/route")
  String route(@PathVariable UUID id, HttpServletRequest request) {
    operations.decide(id, Actor.of(request));
    return "redirect:/console/events/" + id;
  }

  /** The masked sample alone, as a file. */
  @GetMapping("/console/events/{id}/sample.json")
  ResponseEntity<String> sample(@PathVariable UUID id) {
    String sample = samples.of(find(id).payload());
    if (sample == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "This event has no JSON to show");
    }
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"sample.json\"")
        .body(sample);
  }

  private EventView find(UUID id) {
    return events
        .find(id)
        .orElseThrow(
            () ->
                new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no event of this id"));
  }

  private static Filter filter(EventSearch search) {
    return new Filter()
        .eventId(search.id())
        .equal("reference_no", search.reference())
        .equal("journey_key", search.journey())
        .equal("event", search.event())
        .equal("decision", search.decision())
        .equal("state", search.state())
        .equal("source", search.source())
        .from("received_at", search.fromMoment())
        .until("received_at", search.untilMoment())
        .before("id", search.before());
  }
}
