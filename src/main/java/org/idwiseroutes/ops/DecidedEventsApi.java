package org.idwiseroutes.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.DecidedEvents;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/decided-events}: what rules read of events, for commands that try other rules beside
 * a node whose database nobody else can open.
 */
@RestController
@RequestMapping("/api/decided-events")
class DecidedEventsApi {

  private static final int AT_ONCE = 100;

  /** So few that many callers at once fit into the memory of a small node. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private final DecidedEvents events;
  private final LargeAnswers answers;

  DecidedEventsApi(DecidedEvents events, LargeAnswers answers) {
    this.events = events;
    this.answers = answers;
  }

  /** The next ones after an id, in the order in which they came. */
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  String list(@RequestParam Instant since, @RequestParam(required = false) UUID after) {
    VisibleSources.requireAll();
    return answers.make(
        () ->
            events.texts(since, after, AT_ONCE, MOST_CHARACTERS).stream()
                .collect(Collectors.joining(",", "[", "]")));
  }

  @GetMapping("/{id}")
  ObjectNode get(@PathVariable UUID id) {
    return events
        .find(id)
        .filter(event -> VisibleSources.see(event.path("source").asText()))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "No event of this id has been decided"));
  }
}
