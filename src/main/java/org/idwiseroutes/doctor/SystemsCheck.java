package org.idwiseroutes.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.util.ObjectHelper;
import org.idwiseroutes.outbox.failure.Failures;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What the routes {@code doctor-…} find: each asks one system and ends with a JSON array of {@code
 * check}, {@code ok} and {@code advice}. A route that fails says by its failure what is wrong.
 */
@Component
@Order(5)
class SystemsCheck implements Check {

  private static final String PREFIX = "doctor-";
  private static final String ANSWERS = "answers";

  private final CamelContext camel;
  private final ProducerTemplate producer;
  private final ObjectMapper json;
  private final Failures failures;

  SystemsCheck(
      CamelContext camel, ProducerTemplate producer, ObjectMapper json, Failures failures) {
    this.camel = camel;
    this.producer = producer;
    this.json = json;
    this.failures = failures;
  }

  @Override
  public List<Finding> run() {
    return camel.getRoutes().stream()
        .filter(route -> route.getRouteId().startsWith(PREFIX))
        .flatMap(route -> ask(route).stream())
        .toList();
  }

  private List<Finding> ask(Route route) {
    Exchange answer = producer.request(route.getEndpoint(), exchange -> {});
    String system = route.getDescription();
    Throwable thrown = answer.getException();
    if (ObjectHelper.getException(JsonProcessingException.class, thrown) != null) {
      return List.of(noJson(system));
    }
    if (thrown != null) {
      String words = failures.of(thrown).text();
      return List.of(Finding.bad(system, ANSWERS, words, advice(words)));
    }
    try {
      return read(system, json.readTree(answer.getMessage().getBody(String.class)));
    } catch (JsonProcessingException e) {
      return List.of(noJson(system));
    }
  }

  private static Finding noJson(String system) {
    return Finding.bad(system, ANSWERS, "it answers no JSON", "see that the URL is the system's");
  }

  private static List<Finding> read(String system, JsonNode answer) {
    List<Finding> findings = new ArrayList<>();
    Iterable<JsonNode> all = answer.isArray() ? answer : List.of(answer);
    for (JsonNode one : all) {
      String check = one.path("check").asText();
      findings.add(
          one.path("ok").asBoolean()
              ? Finding.good(system, check, null)
              : Finding.bad(system, check, null, one.path("advice").asText()));
    }
    return findings;
  }

  private static String advice(String words) {
    if (words.startsWith("HTTP 401") || words.contains("invalid_client")) {
      return "the credentials are refused: set them as the system gives them";
    }
    if (words.startsWith("HTTP 403")) {
      return "the account may not do this: grant the permissions that docs/destinations.md lists";
    }
    if (words.startsWith("HTTP 404")) {
      return "there is nothing of this name there: check the URL and the names that are set";
    }
    return "see that the URL is right and that this machine may reach it";
  }
}
