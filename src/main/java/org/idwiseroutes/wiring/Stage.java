package org.idwiseroutes.wiring;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.springframework.core.env.Environment;

/**
 * Rules of {@code decide} in a context of their own, in which every endpoint with effects only
 * keeps what is sent to it.
 */
public final class Stage implements AutoCloseable {

  private static final List<String> WITHOUT_EFFECT = List.of("direct:", "log:", "bean:");

  private final DefaultCamelContext context;
  private final Route decide;

  /**
   * Sets the rules up.
   *
   * @param files texts of route files by name; those that {@code decide} consists of are used
   * @throws Exception when a file cannot be loaded, or none takes from {@code outbox:decide}
   */
  public Stage(Map<String, String> files, Environment settings) throws Exception {
    context = new DefaultCamelContext(false);
    context.getCamelContextExtension().setName("rehearsal");
    RecordingComponent recording = new RecordingComponent();
    context.addComponent("outbox", recording);
    DirectComponent direct = new DirectComponent();
    direct.setBlock(false);
    context.addComponent("direct", direct);
    context.getRegistry().bind("decide", new SilentDecide());
    context.getPropertiesComponent().addPropertiesSource(new Settings(settings));
    context.getCamelContextExtension().addInterceptStrategy(Stage::recorded);
    context
        .getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) ->
                endpoint.getComponent() == recording
                        || WITHOUT_EFFECT.stream().anyMatch(uri::startsWith)
                    ? endpoint
                    : new RecordingComponent.RecordingEndpoint(uri, recording, uri));
    try {
      for (Map.Entry<String, String> file : DecideFiles.of(files).entrySet()) {
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(ResourceHelper.fromString(file.getKey(), file.getValue()));
      }
      context.start();
      decide = decide(context);
    } catch (Exception e) {
      context.stop();
      throw e;
    }
  }

  /** The way of an event with these variables (those that {@code decide} sets). */
  public Course of(Map<String, Object> variables) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody("{}");
    Recording recording = Recording.begin(exchange, variables);
    decide.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      return Course.failed(exchange.getException().toString());
    }
    return new Course(
        Rules.of(context, recording),
        recording.sent(),
        recording.isQuarantined(),
        recording.visited(),
        null);
  }

  /** The names of the files that {@code decide} consists of. */
  public static List<String> files(Map<String, String> files) {
    return List.copyOf(new TreeSet<>(DecideFiles.of(files).keySet()));
  }

  @Override
  public void close() {
    context.stop();
  }

  private static Processor recorded(
      CamelContext context, NamedNode node, Processor target, Processor next) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        Recording.of(exchange).visit(node.getId());
        return super.process(exchange, callback);
      }
    };
  }

  private static Route decide(CamelContext context) throws IOException {
    return context.getRoutes().stream()
        .filter(route -> route.getEndpoint().getEndpointUri().startsWith("outbox://decide"))
        .findFirst()
        .orElseThrow(() -> new IOException("no route file has a route from outbox:decide"));
  }
}
