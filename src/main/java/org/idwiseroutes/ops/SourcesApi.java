package org.idwiseroutes.ops;

import java.util.List;
import java.util.Map;
import org.idwiseroutes.webhook.Refusal;
import org.idwiseroutes.webhook.Refusals;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/sources}. */
@RestController
@RequestMapping("/api/sources")
class SourcesApi {

  private final SourceStatuses sources;
  private final Refusals refusals;

  SourcesApi(SourceStatuses sources, Refusals refusals) {
    this.sources = sources;
    this.refusals = refusals;
  }

  @GetMapping
  Map<String, List<SourceStatus>> list() {
    return Map.of(
        "items", sources.all().stream().filter(one -> VisibleSources.see(one.name())).toList());
  }

  /** The last refused calls of this node, the latest first. */
  @GetMapping("/refused")
  Map<String, List<Refusal>> refused() {
    return Map.of(
        "items", refusals.last().stream().filter(one -> VisibleSources.see(one.source())).toList());
  }
}
