package org.idwiseroutes.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.IdwiseApi;
import org.idwiseroutes.journey.JourneyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What IDWise's API knows of a journey, for use in routes as {@code bean: results}. */
@Component("results")
public class Results implements IdwiseApi {

  private static final Logger LOG = LoggerFactory.getLogger(Results.class);

  private static final Set<String> RENEWALS =
      Set.of(
          EventName.VERIFICATION_UPDATE_REQUIRED.text(),
          EventName.KYC_RENEWAL_DEADLINE_EXCEEDED.text());

  private final ResultProperties properties;
  private final Asking asking;
  private final Recovery recovery;
  private final ObjectMapper json;

  Results(ResultProperties properties, Asking asking, Recovery recovery, ObjectMapper json) {
    this.properties = properties;
    this.asking = asking;
    this.recovery = recovery;
    this.json = json;
  }

  /**
   * Completes the event in the body before its status leaves: unless a person's or a final decision
   * came with it, IDWise is asked. The fields {@code decision}, {@code outcome} and {@code status}
   * and the variables of these names are then what IDWise says now, and the field {@code result}
   * has {@code failedRules} (a list) and {@code applicantName}. A decision that was not known
   * becomes an event of its own, so that tickets and mails follow.
   *
   * <p>Does nothing when no key of the API is set, or when the event itself came from there.
   *
   * @throws ResultUnavailableException when the API cannot be asked and {@code
   *     idwise.api.when-down} is {@code hold}
   */
  public void complete(Exchange exchange) throws IOException, InterruptedException {
    String source = exchange.getVariable("source", String.class);
    if (source == null || properties.access(source).isEmpty()) {
      return;
    }
    ObjectNode event = (ObjectNode) json.readTree(exchange.getMessage().getBody(String.class));
    if (!needsResult(event)) {
      return;
    }
    JourneyKey journey = new JourneyKey(source, event.path("journeyId").asText());
    Optional<Result> result = ask(journey, Instant.parse(event.path("receivedAt").asText()));
    if (result.isPresent()) {
      Decision decision = recovery.recover(journey, result.get()).decision();
      if (decision != null) {
        put(event, exchange, decision);
      }
      event
          .putObject("result")
          .put("applicantName", result.get().applicantName())
          .set("failedRules", json.valueToTree(result.get().failedRules()));
      exchange.getMessage().setBody(json.writeValueAsString(event));
    }
  }

  /**
   * Asks about the event in the body, which only IDWise can explain; its answer becomes an event
   * that counts. Where IDWise knows nothing, or cannot be asked and {@code idwise.api.when-down} is
   * {@code continue}, the event counts as it would without the API.
   *
   * @throws ResultUnavailableException when the API cannot be asked and {@code
   *     idwise.api.when-down} is {@code hold}
   */
  public void settle(Exchange exchange) throws IOException, InterruptedException {
    ObjectNode event = (ObjectNode) json.readTree(exchange.getMessage().getBody(String.class));
    JourneyKey journey =
        new JourneyKey(event.path("source").asText(), event.path("journey").asText());
    Optional<Result> result =
        isOn(journey.source())
            ? ask(journey, Instant.parse(event.path("receivedAt").asText()))
            : Optional.empty();
    Decision withoutAnswer = Decision.of(event.path("asked").asText(null)).orElse(null);
    UUID eventId = UUID.fromString(event.path("id").asText());
    if (!recovery.settle(journey, eventId, result, withoutAnswer)) {
      exchange.setVariable("nothingToDo", "IDWise's API has nothing to add");
    }
  }

  /**
   * Deletes at IDWise the journey that the body, a map, has as {@code journeyId}; nothing when it
   * has none. The header {@code CamelHttpResponseCode} is what IDWise answered.
   *
   * @throws ResultUnavailableException when it was not deleted
   */
  public void delete(Exchange exchange) throws InterruptedException {
    String journeyId = (String) exchange.getMessage().getBody(Map.class).get("journeyId");
    if (journeyId != null) {
      exchange
          .getMessage()
          .setHeader(
              Exchange.HTTP_RESPONSE_CODE,
              asking.delete(
                  new JourneyKey(exchange.getVariable("source", String.class), journeyId)));
    }
  }

  /**
   * What IDWise has decided of a journey.
   *
   * @return empty when it knows no such journey, or has not decided
   * @throws ResultUnavailableException when it cannot be asked
   */
  public Optional<Decision> decision(JourneyKey journey) throws InterruptedException {
    return asking.ask(journey).flatMap(Result::decision);
  }

  /** What is wrong when IDWise does not accept this source's key; empty when it does. */
  public Optional<String> probe(String source) {
    return asking.probe(source);
  }

  /** Whether there is an API to ask about this source's journeys. */
  @Override
  public boolean isOn(String source) {
    return properties.access(source).isPresent();
  }

  /** What was asked after the event had come says all that the event says. */
  private Optional<Result> ask(JourneyKey journey, Instant since) throws InterruptedException {
    try {
      return asking.ask(journey, since);
    } catch (ResultUnavailableException e) {
      if (properties.whenDown() == ResultProperties.WhenDown.HOLD) {
        throw e;
      }
      LOG.warn("The status leaves without IDWise's result: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * A renewal that is asked for has no result yet: meanwhile IDWise calls the person Incomplete.
   */
  private static boolean needsResult(ObjectNode event) {
    return event.hasNonNull("journeyId")
        && !RENEWALS.contains(event.path("event").asText())
        && !"reconciled".equals(event.path("origin").asText())
        && !event.path("body").hasNonNull("manualDecision")
        && !event.path("body").hasNonNull("finalDecision");
  }

  private static void put(ObjectNode event, Exchange exchange, Decision decision) {
    String before = event.path("decision").asText(null);
    if (!decision.text().equals(before)) {
      event.put("previousDecision", before);
    }
    String outcome = decision.outcome().toString();
    boolean own =
        event.path("newestJourney").asBoolean()
            && event.path("status").asText().equals(event.path("outcome").asText());
    event.put("decision", decision.text()).put("outcome", outcome);
    exchange.setVariable("decision", decision.text());
    exchange.setVariable("outcome", outcome);
    if (own) {
      event.put("status", outcome).put("statusDecision", decision.text());
      exchange.setVariable("status", outcome);
      exchange.setVariable("statusDecision", decision.text());
    }
  }
}
