package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.idwiseroutes.outbox.OutboxVariables;
import org.idwiseroutes.wiring.RecordingComponent.RecordingEndpoint;

/** What happens to one exchange while it rehearses; it is a property of that exchange. */
final class Recording {

  private static final String PROPERTY = Recording.class.getName();

  /** More than any way through routes has, unless it goes round. */
  private static final int MOST_STEPS = 10_000;

  private final Map<String, Object> given;
  private final Set<String> visited = new LinkedHashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Request> asked = new ArrayList<>();
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Set<String> keys = new HashSet<>();
  private boolean quarantined;
  private int steps;
  private String last;

  private Recording(Map<String, Object> given) {
    this.given = given;
  }

  /** Begins a recording, with these variables. */
  static Recording begin(Exchange exchange, Map<String, Object> variables) {
    Recording recording = new Recording(variables);
    variables.forEach(exchange::setVariable);
    exchange.setProperty(PROPERTY, recording);
    return recording;
  }

  static Recording of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, Recording.class);
  }

  /** Notes that a step within this one is taken. */
  void enter(String id) {
    visited.add(id);
  }

  /** Takes note of a step; one that goes round for ever is ended. */
  void visit(String id) {
    visited.add(id);
    last = id;
    steps++;
    if (steps > MOST_STEPS) {
      throw new IllegalStateException("the routes go round for ever, also by way of " + id);
    }
  }

  void quarantine() {
    quarantined = true;
  }

  /**
   * Keeps what goes where, with the variables that were not given.
   *
   * @throws IllegalStateException for a second delivery that nothing tells from the first, as the
   *     outbox does
   */
  void send(RecordingEndpoint endpoint, Exchange exchange) {
    String destination = endpoint.name();
    String key = endpoint.key();
    if (!keys.add(destination + '/' + key)) {
      throw new IllegalStateException(
          "it adds a second delivery to outbox:%s, which fails the decision; give one of the two steps the parameter \"key\" to tell them apart"
              .formatted(destination));
    }
    Map<String, String> set = new TreeMap<>();
    exchange
        .getVariables()
        .forEach(
            (name, value) -> {
              if (!given.containsKey(name)) {
                set.put(name, String.valueOf(value));
              }
            });
    sent.add(
        new Sent(
            destination,
            key,
            OutboxVariables.lane(endpoint.laneBy(), exchange),
            endpoint.isUrgent(),
            last,
            set,
            Map.copyOf(exchange.getVariables()),
            exchange.getMessage().getBody(String.class)));
  }

  /** Keeps what a step is given that sends something on. */
  void give(String step, String body) {
    inputs.put(step, body);
  }

  /** What such steps were given last, by their ids. */
  Map<String, String> inputs() {
    return inputs;
  }

  void ask(Request request) {
    asked.add(request);
  }

  List<Request> asked() {
    return asked;
  }

  /** The step that is under way. */
  String last() {
    return last;
  }

  boolean hasVisited(String id) {
    return visited.contains(id);
  }

  Set<String> visited() {
    return visited;
  }

  List<Sent> sent() {
    return sent;
  }

  boolean isQuarantined() {
    return quarantined;
  }
}
