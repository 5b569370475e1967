package org.idwiseroutes.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.http.base.HttpHelper;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultExchange;
import org.idwiseroutes.journey.DryTickets;
import org.idwiseroutes.jsonhttp.AccessTokens;
import org.idwiseroutes.outbox.OutboxVariables;
import org.idwiseroutes.outbox.PermanentFailureException;
import org.idwiseroutes.routes.NamedTexts;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;

/**
 * Routes of destinations in a context of their own, in which nothing has an effect: what they would
 * ask of other systems.
 */
public final class DestinationStage implements AutoCloseable {

  private static final String NO_ANSWER = "{}";
  private static final String FOUND = Circumstances.class.getName();

  private final DryContext context;
  private final Map<String, JsonNode> answers;
  private final DryTickets tickets = new DryTickets();

  /**
   * Sets the routes up.
   *
   * @param files texts of route files by name
   * @param others texts of mappings and templates by name
   * @param answers what other systems answer, by id of the step that asks; to all else {@code {}}
   * @param settings in the place of the application's
   * @throws Exception when a file cannot be loaded
   */
  public DestinationStage(
      Map<String, String> files,
      Map<String, String> others,
      Map<String, JsonNode> answers,
      ApplicationContext application,
      Map<String, String> settings)
      throws Exception {
    this.answers = answers;
    Map<String, Object> standIns = new HashMap<>(others);
    standIns.put("tickets", tickets);
    standIns.put(AccessTokens.BEAN, new DryTokens());
    context =
        new DryContext(
            "destinations",
            application,
            new ReplacedSettings(application.getEnvironment(), settings),
            standIns,
            this::ask);
    Map<String, String> taken = NamedTexts.bound(files);
    Stage.files(Stage.DECIDE, files).forEach(taken::remove);
    Stage.files(Stage.ALERT, files).forEach(taken::remove);
    context.run(taken);
  }

  /** What the destination's route would do; empty when it has none. */
  public Optional<Delivered> of(Sent sent) throws Exception {
    return of(sent, Circumstances.NONE);
  }

  /** The same under these circumstances. */
  public Optional<Delivered> of(Sent sent, Circumstances found) throws Exception {
    Optional<Route> route =
        context.getRoutes().stream()
            .filter(one -> RecordingComponent.isFrom(one, sent.destination()))
            .findFirst();
    if (route.isEmpty()) {
      return Optional.empty();
    }
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(isBatched(route.get()) ? "[" + sent.body() + "]" : sent.body());
    Map<String, Object> variables = new HashMap<>(sent.travelling());
    String id = String.valueOf(variables.get("id"));
    variables.put("deliveryId", id);
    variables.put("attempt", 1);
    variables.put("series", found.replayed() ? 2 : 1);
    exchange.getMessage().setHeader("Idempotency-Key", id);
    tickets.begin(found.tickets());
    Recording recording = Recording.begin(exchange, variables);
    exchange.setProperty(FOUND, found);
    route.get().getProcessor().process(exchange);
    Exception failure = exchange.getException();
    return Optional.of(
        new Delivered(
            recording.asked(),
            failure == null
                ? null
                : NestedExceptionUtils.getMostSpecificCause(failure).getMessage(),
            failure == null ? null : recording.last(),
            recording.inputs(),
            exchange.getException(PermanentFailureException.class) != null,
            exchange.getVariable(OutboxVariables.NOTHING_TO_DO, String.class),
            tickets.open(),
            recording.visited()));
  }

  @Override
  public void close() {
    context.stop();
  }

  private void ask(RecordingComponent.RecordingEndpoint endpoint, Exchange exchange) {
    Request request = Requests.of(endpoint, exchange);
    Recording.of(exchange).ask(request);
    Circumstances found = exchange.getProperty(FOUND, Circumstances.class);
    JsonNode answer = found.answers().getOrDefault(request.step(), answers.get(request.step()));
    exchange.getMessage().setBody(answer == null ? NO_ANSWER : answer.toString());
    if (endpoint.real() instanceof HttpEndpoint http) {
      int status = found.statuses().getOrDefault(request.step(), HttpStatus.OK.value());
      exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
      if (!HttpHelper.isStatusCodeOk(status, http.getOkStatusCodeRange())) {
        exchange.setException(
            new HttpOperationFailedException(request.to(), status, null, null, Map.of(), null));
      }
    }
  }

  private static boolean isBatched(Route route) {
    return ((RecordingComponent.RecordingEndpoint) route.getEndpoint()).isBatched();
  }
}
