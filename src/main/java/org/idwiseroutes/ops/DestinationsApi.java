package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.idwiseroutes.outbox.Destinations;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/destinations}. */
@RestController
@RequestMapping("/api/destinations")
public class DestinationsApi {

  private final DestinationQueries queries;
  private final Destinations destinations;
  private final Audit audit;

  DestinationsApi(DestinationQueries queries, Destinations destinations, Audit audit) {
    this.queries = queries;
    this.destinations = destinations;
    this.audit = audit;
  }

  @GetMapping
  Page<DestinationView> list() {
    List<DestinationView> all = queries.all();
    return new Page<>(all, null);
  }

  /** No node starts an attempt there until it is resumed; events are received as ever. */
  @PostMapping("/{name}/pause")
  @Transactional
  public DestinationState pause(@PathVariable String name, HttpServletRequest request) {
    requireKnown(name);
    destinations.pause(name);
    audit.record(request, "pause destination", name, null);
    return queries.state(name);
  }

  /** Ends a pause, and a hold with it. */
  @PostMapping("/{name}/resume")
  @Transactional
  public DestinationState resume(@PathVariable String name, HttpServletRequest request) {
    requireKnown(name);
    destinations.resume(name);
    audit.record(request, "resume destination", name, null);
    return queries.state(name);
  }

  private void requireKnown(String name) {
    if (!queries.isKnown(name)) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "There is no destination of this name");
    }
  }
}
