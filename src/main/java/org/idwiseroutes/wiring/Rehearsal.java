package org.idwiseroutes.wiring;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Runs the live rules of {@code decide} without any effect and tells which way an event takes. They
 * run in a context of their own, in which every endpoint with effects only keeps what is sent to
 * it.
 */
@Component
public class Rehearsal implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final List<String> WITHOUT_EFFECT = List.of("direct:", "log:", "bean:");

  private final RouteFiles files;
  private final Environment environment;
  private ModelCamelContext scratch;

  Rehearsal(RouteFiles files, Environment environment) {
    this.files = files;
    this.environment = environment;
  }

  /** The way of an event with these variables (those that {@code decide} sets). */
  public synchronized Course of(Map<String, Object> variables) {
    try {
      ModelCamelContext context = context();
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setBody("{}");
      Recording recording = Recording.begin(exchange, variables);
      decide(context).getProcessor().process(exchange);
      if (exchange.getException() != null) {
        return Course.failed(exchange.getException().toString());
      }
      return new Course(
          Rules.of(context, recording),
          recording.sent(),
          recording.isQuarantined(),
          recording.visited(),
          null);
    } catch (Exception e) {
      LOG.warn("The rules of decide cannot be rehearsed: {}", e.toString());
      return Course.failed(e.toString());
    }
  }

  @Override
  public synchronized void destroy() {
    if (scratch != null) {
      scratch.stop();
    }
  }

  private ModelCamelContext context() throws Exception {
    if (scratch == null) {
      scratch = build();
    }
    return scratch;
  }

  private ModelCamelContext build() throws Exception {
    DefaultCamelContext context = new DefaultCamelContext(false);
    context.getCamelContextExtension().setName("rehearsal");
    RecordingComponent recording = new RecordingComponent();
    context.addComponent("outbox", recording);
    context.getRegistry().bind("decide", new SilentDecide());
    context.getPropertiesComponent().addPropertiesSource(new Settings(environment));
    context.getCamelContextExtension().addInterceptStrategy(Rehearsal::recorded);
    context
        .getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) ->
                endpoint.getComponent() == recording
                        || WITHOUT_EFFECT.stream().anyMatch(uri::startsWith)
                    ? endpoint
                    : new RecordingComponent.RecordingEndpoint(uri, recording, uri));
    load(context);
    context.start();
    return context;
  }

  private void load(DefaultCamelContext context) throws Exception {
    for (Map.Entry<String, String> file : DecideFiles.of(files).entrySet()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString(file.getKey(), file.getValue()));
    }
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

  /** The application's settings, for the placeholders of the files. */
  private record Settings(Environment environment) implements PropertiesSource {

    @Override
    public String getName() {
      return "settings";
    }

    @Override
    public String getProperty(String name) {
      return environment.getProperty(name);
    }
  }
}
