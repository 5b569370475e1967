package org.idwiseroutes.wiring;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultExchange;
import org.idwiseroutes.routes.NamedTexts;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/** Rules of {@code decide} in a context of their own, in which nothing has an effect. */
public final class Stage implements AutoCloseable {

  static final String NOTHING = "{}";

  private final DryContext context;
  private final Route decide;

  /**
   * Sets the rules up.
   *
   * @param files texts of route files by name; those that {@code decide} consists of are used
   * @param texts of mappings and templates by name; when there are none, the disk is read
   * @param application has the settings, and the beans that conditions ask
   * @param others settings in the place of the application's
   * @throws Exception when a file cannot be loaded, or none takes from {@code outbox:decide}
   */
  public Stage(
      Map<String, String> files,
      Map<String, String> texts,
      ApplicationContext application,
      Map<String, String> others)
      throws Exception {
    Map<String, Object> standIns = new HashMap<>(texts);
    standIns.put("decide", new SilentDecide());
    context =
        new DryContext(
            "rehearsal",
            application,
            new ReplacedSettings(application.getEnvironment(), others),
            standIns,
            (endpoint, exchange) -> Recording.of(exchange).send(endpoint.name(), exchange));
    Map<String, String> reached = ReachedFiles.from("outbox:decide", files);
    context.run(texts.isEmpty() ? reached : NamedTexts.bound(reached));
    try {
      decide = decide(context);
    } catch (IOException e) {
      context.stop();
      throw e;
    }
  }

  /** The way of an event with these variables (those that {@code decide} sets). */
  public Course of(Map<String, Object> variables) throws Exception {
    return of(variables, NOTHING);
  }

  /**
   * The same, when what is sent matters as well.
   *
   * @param document the body that {@code decide} makes of the event
   */
  public Course of(Map<String, Object> variables, String document) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(document);
    Recording recording = Recording.begin(exchange, variables);
    decide.getProcessor().process(exchange);
    if (exchange.getException() != null) {
      return Course.failed(
          NestedExceptionUtils.getMostSpecificCause(exchange.getException()).getMessage(),
          recording.last());
    }
    return new Course(
        Rules.of(context, recording),
        recording.sent(),
        recording.isQuarantined(),
        recording.visited(),
        null,
        null);
  }

  /** The names of the files that {@code decide} consists of. */
  public static List<String> files(Map<String, String> files) {
    return List.copyOf(new TreeSet<>(ReachedFiles.from("outbox:decide", files).keySet()));
  }

  @Override
  public void close() {
    context.stop();
  }

  private static Route decide(DryContext context) throws IOException {
    return context.getRoutes().stream()
        .filter(route -> route.getEndpoint().getEndpointUri().startsWith("outbox://decide"))
        .findFirst()
        .orElseThrow(() -> new IOException("no route file has a route from outbox:decide"));
  }
}
