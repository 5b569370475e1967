package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/destinations}. */
@RestController
@RequestMapping("/api/destinations")
class DestinationsApi {

  private final DestinationQueries queries;
  private final Operations operations;

  DestinationsApi(DestinationQueries queries, Operations operations) {
    this.queries = queries;
    this.operations = operations;
  }

  @GetMapping
  Page<DestinationView> list() {
    List<DestinationView> all = queries.all();
    return new Page<>(all, null);
  }

  /** No node starts an attempt there until it is resumed; events are received as ever. */
  @PostMapping("/{name}/pause")
  DestinationState pause(@PathVariable String name, HttpServletRequest request) {
    return operations.pause(name, Actor.of(request));
  }

  /** Ends a pause, and a hold with it. */
  @PostMapping("/{name}/resume")
  DestinationState resume(@PathVariable String name, HttpServletRequest request) {
    return operations.resume(name, Actor.of(request));
  }
}
