package org.idwiseroutes.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.inbox.TestCalls;
import org.springframework.stereotype.Component;

/** Tells of all sources what has been seen of them. */
@Component
public class SourceStatuses {

  private final Gate gate;
  private final Sightings sightings;
  private final TestCalls tests;

  SourceStatuses(Gate gate, Sightings sightings, TestCalls tests) {
    this.gate = gate;
    this.sightings = sightings;
    this.tests = tests;
  }

  /** By name. */
  public List<SourceStatus> all() {
    Map<String, Map<String, Instant>> seen = sightings.all();
    Map<String, Integer> kept = tests.kept();
    return gate.sources().stream()
        .map(name -> status(name, seen.getOrDefault(name, Map.of()), kept.getOrDefault(name, 0)))
        .toList();
  }

  private SourceStatus status(String name, Map<String, Instant> seen, int testCalls) {
    return new SourceStatus(
        name,
        gate.isAnonymous(name),
        gate.secrets(name).stream()
            .map(secret -> new SourceStatus.SecretStatus(secret, seen.get(secret)))
            .toList(),
        seen.get(Sightings.EVENT),
        seen.get(Sightings.TEST),
        testCalls);
  }
}
