package org.idwiseroutes.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells of all sources what has been seen of them. */
@Component
public class SourceStatuses {

  private final Gate gate;
  private final Sightings sightings;

  SourceStatuses(Gate gate, Sightings sightings) {
    this.gate = gate;
    this.sightings = sightings;
  }

  /** By name. */
  public List<SourceStatus> all() {
    Map<String, Map<String, Instant>> seen = sightings.all();
    return gate.sources().stream()
        .map(name -> status(name, seen.getOrDefault(name, Map.of())))
        .toList();
  }

  private SourceStatus status(String name, Map<String, Instant> seen) {
    return new SourceStatus(
        name,
        gate.isAnonymous(name),
        gate.secrets(name).stream()
            .map(secret -> new SourceStatus.SecretStatus(secret, seen.get(secret)))
            .toList(),
        seen.get(Sightings.EVENT),
        seen.get(Sightings.TEST));
  }
}
