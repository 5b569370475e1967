package org.idwiseroutes.console;

import java.time.Duration;
import java.util.List;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.KnownParameters;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.people.People;
import org.idwiseroutes.people.PeopleFilter;
import org.idwiseroutes.people.Person;
import org.idwiseroutes.people.Waiting;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /console/people}: who waits, for what and since when; or who is found. */
@Controller
class PeoplePage {

  private static final int ROWS = 50;
  private static final int ERASED = 200;

  private final People people;
  private final Erasures erasures;
  private final DestinationQueries destinations;
  private final SourceStatuses sources;
  private final String ticketPage;

  PeoplePage(
      People people,
      Erasures erasures,
      DestinationQueries destinations,
      SourceStatuses sources,
      @Value("${ticketing.ticket-page}") String ticketPage) {
    this.people = people;
    this.erasures = erasures;
    this.destinations = destinations;
    this.sources = sources;
    this.ticketPage = ticketPage;
  }

  @GetMapping("/console/people")
  String show(
      @RequestParam(required = false) String text,
      @RequestParam(defaultValue = "false") boolean typing,
      @RequestParam(name = "waiting", defaultValue = "review") String kind,
      @RequestParam(required = false) String longerThan,
      @RequestParam(required = false) String dueWithin,
      @RequestParam(required = false) String destination,
      @RequestParam(required = false) String source,
      @RequestParam(defaultValue = "oldest") String order,
      @RequestParam(defaultValue = "0") int skip,
      @RequestParam(defaultValue = "false") boolean erased,
      Model model) {
    Waiting waiting = waiting(kind);
    model.addAttribute("counts", people.counts());
    model.addAttribute("ticketPage", ticketPage);
    List<String> names =
        sources.all().stream().map(SourceStatus::name).filter(VisibleSources::see).toList();
    if (erased) {
      model.addAttribute(
          "erased",
          erasures.last(ERASED).stream().filter(one -> VisibleSources.see(one.source())).toList());
    } else if (text != null && !text.isBlank()) {
      search(text.strip(), typing, names, model);
    } else {
      PeopleFilter filter =
          filter(waiting, source, longerThan, dueWithin, destination, order, skip);
      Page<Person> page = people.waiting(filter, ROWS);
      model.addAttribute("filter", filter);
      model.addAttribute("longerThan", given(longerThan));
      model.addAttribute("dueWithin", given(dueWithin));
      model.addAttribute("people", page.items());
      model.addAttribute("next", page.next());
      model.addAttribute("sources", names);
      model.addAttribute(
          "destinations", destinations.all().stream().map(DestinationView::name).toList());
    }
    return "console/people";
  }

  /** Those who wait, or are found. */
  @GetMapping("/console/people.csv")
  ResponseEntity<Page<Person>> file(
      @RequestParam(required = false) String text,
      @RequestParam(name = "waiting", defaultValue = "review") String kind,
      @RequestParam(required = false) String longerThan,
      @RequestParam(required = false) String dueWithin,
      @RequestParam(required = false) String destination,
      @RequestParam(required = false) String source,
      @RequestParam(defaultValue = "oldest") String order) {
    Page<Person> found =
        given(text) == null
            ? people.waiting(
                filter(waiting(kind), source, longerThan, dueWithin, destination, order, 0),
                CsvFile.ROWS)
            : new Page<>(people.search(text.strip(), true), null);
    return CsvFile.of("people", found);
  }

  private static Waiting waiting(String kind) {
    return Waiting.of(kind)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "Nobody waits for this: choose one of the lists"));
  }

  private static PeopleFilter filter(
      Waiting waiting,
      String source,
      String longerThan,
      String dueWithin,
      String destination,
      String order,
      int skip) {
    return new PeopleFilter(
        waiting,
        given(source),
        waiting == Waiting.RENEWAL ? null : duration("longerThan", longerThan),
        waiting == Waiting.RENEWAL ? duration("dueWithin", dueWithin) : null,
        waiting == Waiting.DELIVERY ? given(destination) : null,
        order.equals("newest"),
        Math.max(0, Math.min(skip, People.MOST_COUNTED)));
  }

  private void search(String text, boolean typing, List<String> sources, Model model) {
    model.addAttribute("text", text);
    model.addAttribute("people", people.search(text, !typing));
    sources.stream()
        .flatMap(source -> erasures.personErasedAt(source, text).stream())
        .findFirst()
        .ifPresent(at -> model.addAttribute("personErasedAt", at));
  }

  private static Duration duration(String name, String value) {
    return KnownParameters.duration(name, given(value));
  }

  private static String given(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
