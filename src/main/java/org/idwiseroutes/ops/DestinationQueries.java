package org.idwiseroutes.ops;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.ops.DeliveryQueries.Depth;
import org.idwiseroutes.outbox.Destination;
import org.idwiseroutes.outbox.Destinations;
import org.idwiseroutes.outbox.RunningDestinations;
import org.springframework.stereotype.Component;

/** Reads destinations for operators: those with a consumer and those that only have deliveries. */
@Component
public class DestinationQueries {

  private final DeliveryQueries deliveries;
  private final Destinations destinations;
  private final RunningDestinations running;

  DestinationQueries(
      DeliveryQueries deliveries, Destinations destinations, RunningDestinations running) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.running = running;
  }

  public List<DestinationView> all() {
    Map<String, Destination> known = new TreeMap<>();
    Map<String, Depth> depths = new TreeMap<>();
    destinations.all().forEach(destination -> known.put(destination.name(), destination));
    deliveries.depths().forEach(depth -> depths.put(depth.destination(), depth));
    depths.keySet().forEach(name -> known.putIfAbsent(name, Destination.named(name)));
    return known.values().stream()
        .map(destination -> view(destination, depths.get(destination.name())))
        .toList();
  }

  /** Those that are held or paused, by name; counts nothing. */
  public Map<String, DestinationView> closed() {
    Map<String, DestinationView> closed = new TreeMap<>();
    destinations.all().stream()
        .filter(one -> one.isHeld() || one.isPaused())
        .forEach(one -> closed.put(one.name(), view(one, null)));
    return closed;
  }

  /** Whether there is a consumer or an open delivery of this destination; counts nothing. */
  boolean isKnown(String name) {
    return destinations.find(name).isPresent() || deliveries.hasOpen(name);
  }

  /** The state alone, without how much waits. */
  DestinationState state(String name) {
    Destination one = destinations.find(name).orElse(Destination.named(name));
    return new DestinationState(
        one.name(),
        stateOf(one),
        one.pausedAt(),
        one.heldSince(),
        one.heldReason(),
        one.failures());
  }

  private String stateOf(Destination destination) {
    if (destination.isPaused()) {
      return "paused";
    }
    if (destination.isHeld()) {
      return "held";
    }
    return running.isRunning(destination.name()) ? "delivering" : "stopped";
  }

  private DestinationView view(Destination destination, Depth depth) {
    return new DestinationView(
        destination.name(),
        stateOf(destination),
        destination.pausedAt(),
        destination.heldSince(),
        VisibleSources.limited().isPresent() && destination.isHeld()
            ? PlainReason.aboutNobody(destination.heldReason())
            : destination.heldReason(),
        destination.isHeld() ? destination.nextProbeAt() : null,
        destination.failures(),
        depth == null ? 0 : depth.pending(),
        depth == null ? 0 : depth.dead(),
        depth == null ? null : depth.oldest(),
        running.isRunning(destination.name()));
  }
}
