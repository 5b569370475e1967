package org.idwiseroutes.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.inbox.DecidedEvents;
import org.springframework.http.HttpStatus;
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

  /** So few that the largest events fit into the memory of a small node. */
  private static final int AT_ONCE = 100;

  private final DecidedEvents events;

  DecidedEventsApi(DecidedEvents events) {
    this.events = events;
  }

  /** The next ones after an id, in the order in which they came. */
  @GetMapping
  List<ObjectNode> list(@RequestParam Instant since, @RequestParam(required = false) UUID after) {
    VisibleSources.requireAll();
    return events.page(since, after, AT_ONCE);
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
