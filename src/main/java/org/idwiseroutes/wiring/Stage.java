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

/** Rules in a context of their own, in which nothing has an effect: those of one destination. */
public final class Stage implements AutoCloseable {

  /** Where events are decided. */
  public static final String DECIDE = "decide";

  /** Where it is decided who hears of an alert. */
  public static final String ALERT = "alert";

  static final String NOTHING = "{}";

  private final DryContext context;
  private final Route rules;

  /**
   * Sets the rules up.
   *
   * @param destination {@link #DECIDE} or {@link #ALERT}
   * @param files texts of route files by name; those that its rules consist of are used
   * @param texts of mappings and templates by name; when there are none, the disk is read
   * @param application has the settings, and the beans that conditions ask
   * @param others settings in the place of the application's
   * @throws Exception when a file cannot be loaded, or none takes from there
   */
  public Stage(
      String destination,
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
            (endpoint, exchange) -> Recording.of(exchange).send(endpoint, exchange));
    Map<String, String> reached = ReachedFiles.from("outbox:" + destination, files);
    context.run(texts.isEmpty() ? reached : NamedTexts.bound(reached));
    try {
      rules = rules(destination, context);
    } catch (IOException e) {
      context.stop();
      throw e;
    }
  }

  /** The way of an event or alert with these variables. */
  public Course of(Map<String, Object> variables) throws Exception {
    return of(variables, NOTHING);
  }

  /**
   * The same, when what is sent matters as well.
   *
   * @param document its body
   */
  public Course of(Map<String, Object> variables, String document) throws Exception {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(document);
    Recording recording = Recording.begin(exchange, variables);
    rules.getProcessor().process(exchange);
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

  /** The names of the files that the rules of a destination consist of. */
  public static List<String> files(String destination, Map<String, String> files) {
    return List.copyOf(new TreeSet<>(ReachedFiles.from("outbox:" + destination, files).keySet()));
  }

  @Override
  public void close() {
    context.stop();
  }

  private static Route rules(String destination, DryContext context) throws IOException {
    return context.getRoutes().stream()
        .filter(route -> RecordingComponent.isFrom(route, destination))
        .findFirst()
        .orElseThrow(() -> new IOException("no route file has a route from outbox:" + destination));
  }
}
