package org.idwiseroutes.forget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.journey.Tickets;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * What routes {@code forget-…} need to ask a system, for use as {@code bean: forgetting}. A list of
 * what to ask for leaves out every id that is in use: the person has come again since the erasure,
 * or another source has the same id, whose record may be the same one. Then a person has to see to
 * it.
 */
@Component("forgetting")
public class Forgetting {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTES = "forgetting.notes";
  private static final String REFERENCE = "reference";

  private final ErasureAnswers table;
  private final Erasures erasures;
  private final Tickets tickets;

  Forgetting(ErasureAnswers table, Erasures erasures, Tickets tickets) {
    this.table = table;
    this.erasures = erasures;
    this.tickets = tickets;
  }

  /** What comes of one attempt. */
  private static final class Notes {

    private final List<String> statuses = new ArrayList<>();
    private int listed;
    private int left;
  }

  /** Begins to note answers; those of an earlier attempt are not counted. */
  public void begin(Exchange exchange) {
    exchange.setProperty(NOTES, new Notes());
  }

  /**
   * Under what a CRM may have the person: maps of {@code id} and {@code key}, which says nothing
   * about the person and tells one call from another. It only answers, so that it may stand in an
   * expression; likewise the other lists.
   */
  public List<Map<String, String>> customers(@Body String document, Exchange exchange)
      throws JsonProcessingException {
    return free(texts(document, "customers"), exchange).stream().map(Forgetting::id).toList();
  }

  /**
   * Under what a desk may have tickets of the person: maps of {@code id}, {@code label}, {@code
   * tag} and {@code field}, which is {@code reference} or {@code journeyId}.
   */
  public List<Map<String, String>> labels(@Body String document, Exchange exchange)
      throws JsonProcessingException {
    List<Map<String, String>> all = new ArrayList<>();
    for (String kind : List.of("references", "journeys", "checks")) {
      for (String id : free(texts(document, kind), exchange)) {
        String label = tickets.label(id);
        Map<String, String> one = id(id);
        one.put("label", label);
        one.put("tag", tickets.tag(label));
        one.put("field", kind.equals("references") ? REFERENCE : "journeyId");
        all.add(one);
      }
    }
    return all;
  }

  /** The ids of tickets that were kept here. */
  public List<String> tickets(@Body String document) throws JsonProcessingException {
    return texts(document, "tickets");
  }

  /** What IDWise calls journeys: maps of {@code journeyId}. */
  public List<Map<String, String>> journeys(@Body String document, Exchange exchange)
      throws JsonProcessingException {
    List<String> ids = texts(document, "journeys");
    note(exchange, ids.size(), 0);
    return ids.stream().map(id -> Map.of("journeyId", id)).toList();
  }

  /** A rehearsal, which notes nothing, is about nobody who could be in use. */
  private List<String> free(List<String> ids, Exchange exchange) {
    if (exchange.getProperty(NOTES) == null) {
      return ids;
    }
    List<String> free = ids.stream().filter(id -> !erasures.isInUse(id)).toList();
    note(exchange, ids.size(), ids.size() - free.size());
    return free;
  }

  private static void note(Exchange exchange, int listed, int left) {
    Notes notes = exchange.getProperty(NOTES, Notes.class);
    if (notes != null) {
      notes.listed += listed;
      notes.left += left;
    }
  }

  private static List<String> texts(String document, String field) throws JsonProcessingException {
    List<String> texts = new ArrayList<>();
    JSON.readTree(document).path(field).forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Map<String, String> id(String id) {
    Map<String, String> one = new TreeMap<>();
    one.put("id", id);
    one.put("key", DigestUtils.md5DigestAsHex(id.getBytes(StandardCharsets.UTF_8)));
    return one;
  }

  /** Notes the HTTP status that a system has just answered; nothing when none was asked. */
  public void heard(Exchange exchange) {
    Object status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE);
    Notes notes = exchange.getProperty(NOTES, Notes.class);
    if (notes != null && status != null) {
      notes.statuses.add(status.toString());
    }
  }

  /**
   * The system has answered for all that it was asked for, which is kept. What it could not be
   * asked for is a person's to see to.
   */
  public void answered(
      @Variable(SystemErasures.ERASURE) String erasure,
      @Variable(SystemErasures.SYSTEM) String system,
      @Body String document,
      Exchange exchange)
      throws JsonProcessingException {
    boolean stays = JSON.readTree(document).path("stays").asBoolean();
    Notes notes = exchange.getProperty(NOTES, new Notes(), Notes.class);
    List<String> words = new ArrayList<>();
    if (!notes.statuses.isEmpty()) {
      words.add("HTTP " + counted(notes.statuses));
    }
    if (notes.left > 0) {
      words.add(
          "not asked for %d that came again since, or that another source has"
              .formatted(notes.left));
    }
    if (notes.listed == 0) {
      words.add(
          stays
              ? "not asked: other journeys of the person stay"
              : "nothing is known here that it could be asked for");
    }
    boolean all = notes.left == 0 && (notes.listed > 0 || stays);
    table.heard(
        UUID.fromString(erasure),
        system,
        all ? SystemAnswer.ANSWERED : SystemAnswer.BY_HAND,
        words.isEmpty() ? null : String.join("; ", words));
  }

  /** Whether the system was not asked for all. It only answers. */
  public boolean isLeft(Exchange exchange) {
    Notes notes = exchange.getProperty(NOTES, Notes.class);
    return notes != null && notes.left > 0;
  }

  /** A person has been told to see to it, which is kept. */
  public void told(
      @Variable(SystemErasures.ERASURE) String erasure,
      @Variable(SystemErasures.SYSTEM) String system) {
    table.heard(UUID.fromString(erasure), system, SystemAnswer.TOLD, null);
  }

  private static String counted(List<String> statuses) {
    return statuses.stream()
        .collect(Collectors.groupingBy(one -> one, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(one -> "%s (%d)".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
