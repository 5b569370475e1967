package org.idwiseroutes.wiring;

import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands for whatever has effects: shows what is sent there, and begins nothing by itself. */
class RecordingComponent extends DefaultComponent {

  private final BiConsumer<RecordingEndpoint, Exchange> effect;

  RecordingComponent(BiConsumer<RecordingEndpoint, Exchange> effect) {
    this.effect = effect;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    boolean batched = parameters.containsKey("batchInterval");
    String key = String.valueOf(parameters.getOrDefault("key", ""));
    String laneBy = String.valueOf(parameters.getOrDefault("laneBy", ""));
    boolean urgent = Boolean.parseBoolean(String.valueOf(parameters.get("urgent")));
    parameters.clear();
    return new RecordingEndpoint(uri, this, remaining, key, laneBy, urgent, null, batched);
  }

  /** Whether a route takes what is sent to this destination. */
  static boolean isFrom(Route route, String destination) {
    return route.getEndpoint() instanceof RecordingEndpoint endpoint
        && endpoint.name().equals(destination);
  }

  /** An endpoint of any kind. */
  static final class RecordingEndpoint extends DefaultEndpoint {

    private final RecordingComponent component;
    private final String name;
    private final String key;
    private final String laneBy;
    private final boolean urgent;
    private final Endpoint real;
    private final boolean batched;

    RecordingEndpoint(String uri, RecordingComponent component, Endpoint real) {
      this(uri, component, uri, "", "", false, real, false);
    }

    private RecordingEndpoint(
        String uri,
        RecordingComponent component,
        String name,
        String key,
        String laneBy,
        boolean urgent,
        Endpoint real,
        boolean batched) {
      super(uri, component);
      this.key = key;
      this.laneBy = laneBy;
      this.urgent = urgent;
      this.batched = batched;
      this.component = component;
      this.name = name;
      this.real = real;
    }

    /** The destination's name, or the URI of what it stands for. */
    String name() {
      return name;
    }

    /** What tells two deliveries of one run apart; empty for none. */
    String key() {
      return key;
    }

    /** Names of the variables that make the lane; empty for that of the event. */
    String laneBy() {
      return laneBy;
    }

    boolean isUrgent() {
      return urgent;
    }

    /** Whether its route is given a list of bodies. */
    boolean isBatched() {
      return batched;
    }

    /** What it stands for, never started; null for a destination. */
    Endpoint real() {
      return real;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          component.effect.accept(RecordingEndpoint.this, exchange);
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }

    @Override
    public boolean isLenientProperties() {
      return true;
    }
  }
}
