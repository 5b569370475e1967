package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.EventLog;
import org.idwiseroutes.inbox.Spool;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.AuditEntry;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.EventQueries;
import org.idwiseroutes.ops.History.Range;
import org.idwiseroutes.ops.Operations;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.people.NotReached;
import org.idwiseroutes.people.People;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.slo.Slos;
import org.idwiseroutes.webhook.Refusals;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** {@code /console}: is everything all right? */
@Controller
class OverviewPage {

  private static final int REFUSALS_SHOWN = 5;

  /** Seconds. */
  private static final int CLOCKS_DIFFER = 5;

  private final RouteFiles files;
  private final RunningDestinations running;
  private final DestinationQueries destinations;
  private final Operations operations;
  private final SourceStatuses sources;
  private final Refusals refusals;
  private final EventQueries events;
  private final Spool spool;
  private final EventLog log;
  private final Charts charts;
  private final Slos slos;
  private final People people;
  private final Audit audit;
  private final Words words;

  OverviewPage(
      RouteFiles files,
      RunningDestinations running,
      DestinationQueries destinations,
      Operations operations,
      SourceStatuses sources,
      Refusals refusals,
      EventQueries events,
      Spool spool,
      EventLog log,
      Charts charts,
      Slos slos,
      People people,
      Audit audit,
      Words words) {
    this.people = people;
    this.audit = audit;
    this.files = files;
    this.running = running;
    this.destinations = destinations;
    this.operations = operations;
    this.sources = sources;
    this.refusals = refusals;
    this.events = events;
    this.spool = spool;
    this.log = log;
    this.charts = charts;
    this.slos = slos;
    this.words = words;
  }

  @GetMapping({"/console", "/console/"})
  String show(
      @RequestParam(required = false) String range, HttpServletRequest request, Model model) {
    List<DestinationView> all = destinations.all();
    List<SourceStatus> statuses = sources.all();
    Instant last =
        statuses.stream()
            .map(SourceStatus::lastEventAt)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null);
    RouteReport routes =
        RouteReport.of(files.all(), files.problem(), all, running::isRunning, words);
    List<NotReached> notReached = people.notReached();
    model.addAttribute(
        "summary",
        Summary.of(
            notReached,
            routes,
            all,
            events.quarantined(),
            spool.depth(),
            log.awayWhenSpooled(),
            log.trouble(),
            slos.all(),
            last,
            words));
    model.addAttribute("last", last);
    model.addAttribute("waiting", people.counts());
    model.addAttribute("board", board(all, routes, notReached));
    Range chosen = Range.of(range);
    model.addAttribute("range", chosen);
    model.addAttribute("ranges", Range.values());
    model.addAttribute("charts", charts.all(chosen, all));
    model.addAttribute("here", request.getRequestURI() + (range == null ? "" : "?range=" + chosen));
    model.addAttribute("slos", slos.all());
    model.addAttribute("begun", Beginning.of(statuses, refusals.last()));
    model.addAttribute(
        "sources", statuses.stream().filter(one -> VisibleSources.see(one.name())).toList());
    model.addAttribute(
        "refusals",
        refusals.last().stream()
            .filter(one -> VisibleSources.see(one.source()))
            .limit(REFUSALS_SHOWN)
            .toList());
    model.addAttribute("empty", last == null);
    return "console/overview";
  }

  /** What needs somebody comes first. */
  private List<BoardRow> board(
      List<DestinationView> all, RouteReport routes, List<NotReached> notReached) {
    Map<String, Integer> missed =
        notReached.stream().collect(Collectors.toMap(NotReached::destination, NotReached::people));
    Map<String, Duration> p95 = charts.p95();
    return all.stream()
        .map(
            one ->
                BoardRow.of(
                    one,
                    routes.stopped().containsKey(one.name()),
                    pause(one),
                    missed.getOrDefault(one.name(), 0),
                    p95.get(one.name()),
                    words))
        .sorted(Comparator.comparing(row -> row.state().equals("delivering")))
        .toList();
  }

  /** The pause and its line in the audit are of one transaction. */
  private AuditEntry pause(DestinationView one) {
    return one.pausedAt() == null
        ? null
        : audit
            .since(one.pausedAt().minusSeconds(CLOCKS_DIFFER), List.of("pause destination"))
            .stream()
            .filter(act -> act.subject().equals(one.name()))
            .reduce((earlier, later) -> later)
            .orElse(null);
  }

  /** A page of its own, so that what is typed there outlives the overview's refresh. */
  @GetMapping("/console/destinations/{name}/pause")
  String planPause(@PathVariable String name, Model model) {
    model.addAttribute(
        "destination",
        destinations.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no destination of this name")));
    return "console/pause";
  }

  /** Pauses a destination; the audit keeps the reason. */
  @PostMapping("/console/destinations/{name}/pause")
  String pause(@PathVariable String name, @RequestParam String reason, HttpServletRequest request) {
    if (reason.isBlank()) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Nothing was paused: give a reason");
    }
    operations.pause(name, Actor.of(request));
    return "redirect:/console";
  }

  @PostMapping("/console/destinations/{name}/resume")
  String resume(@PathVariable String name, HttpServletRequest request) {
    operations.resume(name, Actor.of(request));
    return "redirect:/console";
  }
}
