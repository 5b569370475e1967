package org.idwiseroutes.wiring;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands for whatever has effects: keeps what is sent there, and begins nothing by itself. */
class RecordingComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    parameters.clear();
    return new RecordingEndpoint(uri, this, remaining);
  }

  /** An endpoint of any kind. */
  static final class RecordingEndpoint extends DefaultEndpoint {

    private final String name;

    RecordingEndpoint(String uri, RecordingComponent component, String name) {
      super(uri, component);
      this.name = name;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          Recording.of(exchange).send(name, exchange);
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
