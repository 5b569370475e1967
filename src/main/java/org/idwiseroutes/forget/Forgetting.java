package org.idwiseroutes.forget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.idwiseroutes.journey.Tickets;
import org.springframework.stereotype.Component;

/** What routes {@code forget-…} need to ask a system, for use as {@code bean: forgetting}. */
@Component("forgetting")
public class Forgetting {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWERS = "forgetting.answers";

  private final ErasureAnswers table;
  private final Tickets tickets;

  Forgetting(ErasureAnswers table, Tickets tickets) {
    this.table = table;
    this.tickets = tickets;
  }

  /**
   * Everything under which a system may have something, from the document in the body: maps of
   * {@code id}, and of journeys and checks also {@code journey}, {@code label} and {@code tag};
   * {@code journeyId} has only what IDWise calls a journey. It only answers, so that it may stand
   * in an expression.
   */
  public List<Map<String, String>> ids(@Body String document) throws JsonProcessingException {
    JsonNode person = JSON.readTree(document);
    List<Map<String, String>> all = new ArrayList<>();
    texts(person.path("references")).forEach(id -> all.add(id(id)));
    texts(person.path("journeys")).forEach(id -> all.add(journey(id, true)));
    texts(person.path("checks")).forEach(id -> all.add(journey(id, false)));
    return all;
  }

  /** Of these the journeys and checks, under which tickets are. */
  public List<Map<String, String>> journeys(@Body String document) throws JsonProcessingException {
    return ids(document).stream().filter(one -> one.containsKey("journey")).toList();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Map<String, String> id(String id) {
    Map<String, String> one = new TreeMap<>();
    one.put("id", id);
    return one;
  }

  private Map<String, String> journey(String id, boolean isJourney) {
    Map<String, String> one = id(id);
    String label = tickets.label(id);
    one.put("journey", id);
    one.put("label", label);
    one.put("tag", tickets.tag(label));
    if (isJourney) {
      one.put("journeyId", id);
    }
    return one;
  }

  /** Begins to note answers; those of an earlier attempt are not counted. */
  public void begin(Exchange exchange) {
    exchange.setProperty(ANSWERS, new ArrayList<String>());
  }

  /** Notes the HTTP status that a system has just answered; nothing when none was asked. */
  public void heard(Exchange exchange) {
    Object status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
    List<Object> answers = answers(exchange);
    if (answers != null && status != null) {
      answers.add(status);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> answers(Exchange exchange) {
    return (List<Object>) exchange.getProperty(ANSWERS, List.class);
  }

  /** The system has answered for all ids, which is kept. */
  public void answered(
      @Variable(SystemErasures.ERASURE) String erasure,
      @Variable(SystemErasures.SYSTEM) String system,
      Exchange exchange) {
    table.heard(
        UUID.fromString(erasure), system, SystemAnswer.ANSWERED, counted(answers(exchange)));
  }

  /** A person has been told to see to it, which is kept. */
  public void told(
      @Variable(SystemErasures.ERASURE) String erasure,
      @Variable(SystemErasures.SYSTEM) String system) {
    table.heard(UUID.fromString(erasure), system, SystemAnswer.TOLD, null);
  }

  private static String counted(Collection<Object> answers) {
    if (answers == null || answers.isEmpty()) {
      return null;
    }
    return answers.stream()
        .collect(Collectors.groupingBy(String::valueOf, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(one -> "%s (%d)".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
