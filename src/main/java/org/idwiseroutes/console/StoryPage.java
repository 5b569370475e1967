package org.idwiseroutes.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.EventQueries;
import org.idwiseroutes.ops.EventView;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.people.People;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /console/people/{source}?reference=…}: the story of a person over all journeys and checks;
 * {@code /console/journeys/{source}?journeyId=…}: that of one journey.
 */
@Controller
class StoryPage {

  private static final int LONGEST_STORY = 200;

  private final EventQueries events;
  private final DestinationQueries destinations;
  private final People people;
  private final Erasures erasures;
  private final String ticketPage;

  StoryPage(
      EventQueries events,
      DestinationQueries destinations,
      People people,
      Erasures erasures,
      @Value("${ticketing.ticket-page}") String ticketPage) {
    this.events = events;
    this.destinations = destinations;
    this.people = people;
    this.erasures = erasures;
    this.ticketPage = ticketPage;
  }

  /** An event and what it changed, in words. */
  public record Step(EventView event, String effect) {}

  @GetMapping("/console/journeys/{source}")
  String journey(@PathVariable String source, @RequestParam String journeyId, Model model) {
    List<EventView> story =
        story(new Filter().equal("source", source).equal("journey_key", journeyId), model);
    model.addAttribute("source", source);
    model.addAttribute("journeyId", journeyId);
    model.addAttribute("person", people.ofJourney(source, journeyId).orElse(null));
    model.addAttribute("erasedAt", erasures.erasedAt(source, journeyId).orElse(null));
    model.addAttribute(
        "references",
        story.stream().map(EventView::referenceNo).filter(Objects::nonNull).distinct().toList());
    return "console/story";
  }

  @GetMapping("/console/people/{source}")
  String person(@PathVariable String source, @RequestParam String reference, Model model) {
    List<EventView> story = story(new Filter().ofPerson(source, reference), model);
    model.addAttribute("source", source);
    model.addAttribute("reference", reference);
    model.addAttribute("person", people.ofReference(source, reference).orElse(null));
    model.addAttribute("erasedAt", erasures.personErasedAt(source, reference).orElse(null));
    model.addAttribute("references", story.isEmpty() ? List.of() : List.of(reference));
    return "console/story";
  }

  private List<EventView> story(Filter filter, Model model) {
    List<EventView> story = new ArrayList<>(events.page(filter, LONGEST_STORY).items());
    Collections.reverse(story);
    model.addAttribute("closed", destinations.closed());
    model.addAttribute("ticketPage", ticketPage);
    model.addAttribute("steps", story.stream().map(e -> new Step(e, effect(e))).toList());
    return story;
  }

  private static String effect(EventView event) {
    if (event.state().equals("accepted")) {
      return "not decided yet";
    }
    if (event.state().equals("quarantined")) {
      return "in quarantine: " + event.problem();
    }
    if (event.state().equals("erased")) {
      return "erased";
    }
    return event.meaning() == null ? earlierEffect(event) : event.meaning();
  }

  /** Of an event that a version decided which did not keep the meaning. */
  private static String earlierEffect(EventView event) {
    if (!Boolean.TRUE.equals(event.changed())) {
      return event.decision() == null
          ? "no decision yet"
          : "the decision stayed " + event.decision();
    }
    return event.previousDecision() == null
        ? "the decision became " + event.decision()
        : "the decision changed from %s to %s"
            .formatted(event.previousDecision(), event.decision());
  }
}
