package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.BulkAct;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.DeliverySelection;
import org.idwiseroutes.ops.DeliveryView;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.DoneOrProposed;
import org.idwiseroutes.ops.FailureGroup;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Operations;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.ReplayView;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * {@code /console/deliveries}: the list, and what is done to many of them in three steps: plan, try
 * one, all the rest. What had been delivered is sent again only by who says so.
 */
@Controller
class DeliveriesPage {

  private static final int ROWS = 50;
  private static final int SAMPLES = 5;
  private static final int MOST_COUNTED = 10_000;

  /** What is over is not counted: that may be millions. */
  private static final Set<String> OPEN =
      Set.of(DeliveryStatus.DEAD.toString(), DeliveryStatus.PENDING.toString());

  private final DeliveryQueries deliveries;
  private final DestinationQueries destinations;
  private final Operations operations;

  DeliveriesPage(
      DeliveryQueries deliveries, DestinationQueries destinations, Operations operations) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.operations = operations;
  }

  @GetMapping("/console/deliveries")
  String list(@ModelAttribute("search") DeliverySearch search, Model model) {
    Filter filter = search.selection().filter().before("delivery.id", search.before());
    Page<DeliveryView> page = deliveries.page(filter, ROWS);
    model.addAttribute("deliveries", page.items());
    model.addAttribute("next", page.next());
    model.addAttribute("closed", destinations.closed());
    if (OPEN.contains(String.valueOf(search.status()))) {
      model.addAttribute("count", deliveries.countUpTo(MOST_COUNTED, search.selection().filter()));
    }
    model.addAttribute(
        "destinations", destinations.all().stream().map(DestinationView::name).toList());
    model.addAttribute(
        "statuses", Arrays.stream(DeliveryStatus.values()).map(DeliveryStatus::toString).toList());
    model.addAttribute(
        "failures",
        deliveries.failureGroups().stream().map(FailureGroup::error).distinct().sorted().toList());
    return "console/deliveries";
  }

  /** What is found. */
  @GetMapping("/console/deliveries.csv")
  ResponseEntity<Page<DeliveryView>> file(@ModelAttribute("search") DeliverySearch search) {
    Filter filter = search.selection().filter().before("delivery.id", search.before());
    return CsvFile.of("deliveries", deliveries.page(filter, CsvFile.ROWS));
  }

  /** For operators alone: it counts all that is chosen. */
  @GetMapping("/console/deliveries/plan")
  String plan(
      @RequestParam String act,
      @ModelAttribute("search") DeliverySearch search,
      HttpServletRequest request,
      Model model) {
    if (!request.isUserInRole("OPERATOR")) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only an operator may do that");
    }
    DeliverySelection chosen = search.selection();
    if (!BulkAct.of(act).statuses().contains(chosen.status())) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "Choose the state of the deliveries to %s: %s"
              .formatted(act, String.join(" or ", BulkAct.of(act).statuses())));
    }
    model.addAttribute("act", BulkAct.of(act));
    model.addAttribute(
        "what",
        chosen.from() == null && chosen.until() == null
            ? chosen.words() + ", of any time"
            : chosen.words());
    model.addAttribute("count", deliveries.count(chosen.filter()));
    model.addAttribute("people", deliveries.people(chosen));
    model.addAttribute(
        "superseded",
        DeliveryStatus.DEAD.toString().equals(search.status()) ? deliveries.superseded(chosen) : 0);
    model.addAttribute("samples", deliveries.page(chosen.filter(), SAMPLES).items());
    model.addAttribute("again", DeliveryStatus.DELIVERED.toString().equals(search.status()));
    return "console/plan";
  }

  /** Puts the oldest back. */
  @PostMapping("/console/deliveries/try")
  String one(
      @ModelAttribute("search") DeliverySearch search,
      @RequestParam(defaultValue = "false") boolean again,
      HttpServletRequest request,
      RedirectAttributes said) {
    requireAgain(search, again);
    deliveries
        .oldest(search.selection())
        .ifPresent(
            id -> {
              said.addFlashAttribute("tried", operations.replay(id, Actor.of(request)));
            });
    said.addAttribute("act", BulkAct.REPLAY.toString());
    said.addAttribute("destination", search.destination());
    said.addAttribute("status", search.status());
    said.addAttribute("event", search.event());
    said.addAttribute("reference", search.reference());
    said.addAttribute("journey", search.journey());
    said.addAttribute("failure", search.failure());
    said.addAttribute("from", search.from());
    said.addAttribute("until", search.until());
    said.addAttribute("zone", search.zone());
    return "redirect:/console/deliveries/plan";
  }

  /** Begins to do it to all. */
  @PostMapping("/console/deliveries/all")
  String all(
      @RequestParam String act,
      @ModelAttribute("search") DeliverySearch search,
      @RequestParam(defaultValue = "false") boolean again,
      HttpServletRequest request) {
    requireAgain(search, again);
    DoneOrProposed<ReplayView> begun =
        operations.beginAll(BulkAct.of(act), search.selection(), Actor.of(request));
    return begun.waits()
        ? "redirect:/console/proposals/" + begun.proposal().id()
        : "redirect:/console/replays/" + begun.done().id();
  }

  private static void requireAgain(DeliverySearch search, boolean again) {
    if (DeliveryStatus.DELIVERED.toString().equals(search.status()) && !again) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "Nothing was replayed: they have arrived already, so say that they are to be sent again");
    }
  }

  /**
   * How far it is. What a browser refreshes while it runs leaves out the form, in which somebody
   * may be writing; once it has ended, the browser is told to load the page as a whole.
   */
  @GetMapping("/console/replays/{id}")
  String show(
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", defaultValue = "false") boolean refresh,
      HttpServletResponse response,
      Model model) {
    ReplayView replay = operations.replay(id);
    if (refresh && !replay.state().equals("running")) {
      response.setHeader("HX-Refresh", "true");
    }
    model.addAttribute("replay", replay);
    return "console/replay-run";
  }

  @PostMapping("/console/replays/{id}/cancel")
  String cancel(@PathVariable UUID id, HttpServletRequest request) {
    operations.cancelReplay(id, Actor.of(request));
    return "redirect:/console/replays/" + id;
  }

  @GetMapping("/console/deliveries/{id}/replay")
  String planOne(@PathVariable UUID id, Model model) {
    model.addAttribute("delivery", operations.delivery(id));
    return "console/replay-one";
  }

  @PostMapping("/console/deliveries/{id}/replay")
  String replayOne(@PathVariable UUID id, HttpServletRequest request) {
    UUID event = operations.replay(id, Actor.of(request)).eventId();
    return event == null ? "redirect:/console/failures" : "redirect:/console/events/" + event;
  }
}
