package org.idwiseroutes.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.idwiseroutes.http.PathSegment;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * The open tickets of a journey, at most one of each kind ({@code review}, {@code aml}, {@code
 * kyc}), and the one of a person's checks ({@code spot-check}), for use in routes as {@code bean:
 * tickets}. It reads the variables {@code source}, {@code journey}, {@code referenceNo}, {@code
 * ticket}, {@code closes} and {@code ticketId}.
 */
@Component("tickets")
public class Tickets {

  static final String REVIEW = "review";
  static final String AML = "aml";
  static final String KYC = "kyc";
  public static final String SPOT_CHECK = "spot-check";

  /** Those that the state of a journey, or of a person, opens and closes. */
  public static final List<String> KINDS = List.of(REVIEW, AML, KYC, SPOT_CHECK);

  private static final int LONGEST_TAG = 32;
  private static final int DIGEST_IN_TAG = 25;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "ticket.";

  /** The variable with the ids of what was to be closed and is gone. */
  static final String GONE = "gone";

  /** Of the last one that was closed. */
  private static final String CLOSED = "closed.";

  /** Those that a person's decision is about. */
  private static final List<String> DECIDED = List.of(REVIEW, AML);

  /** For how long after it was closed a ticket hears of the reasons, with time for retries. */
  private static final Duration EXPLAINED_FOR = Duration.ofDays(2);

  private final Journeys journeys;
  private final RemoteIds remoteIds;
  private final Clock clock;

  Tickets(Journeys journeys, RemoteIds remoteIds, Clock clock) {
    this.journeys = journeys;
    this.remoteIds = remoteIds;
    this.clock = clock;
  }

  /** Sets {@code ticketId} to the open ticket of this kind, or removes it when there is none. */
  public void find(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      Exchange exchange) {
    String id = remoteIds.of(holder(source, journey, reference, kind)).get(PREFIX + kind);
    exchange.removeVariable("ticketId");
    if (id != null) {
      exchange.setVariable("ticketId", id);
    }
  }

  /**
   * Whether a ticket of this kind still has a purpose. What was asked for long ago and is replayed
   * now may have been settled meanwhile.
   */
  public boolean isNeeded(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("series") int series) {
    return series == 1 || journeys.needs(new JourneyKey(source, journey), kind);
  }

  /**
   * The open tickets among those that are needed no longer: maps of {@code kind} and {@code id}.
   * Sets {@code gone} to a list for those of them that the desk will not have.
   *
   * @param found the id that the desk has told of one that is not remembered here; null for none
   */
  public List<Map<String, String>> settled(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("closes") String kinds,
      @Variable("foundTicket") String found,
      Exchange exchange) {
    exchange.setVariable(GONE, new ArrayList<String>());
    List<Map<String, String>> settled = new ArrayList<>();
    for (String kind : kinds == null ? new String[0] : kinds.split(",")) {
      String known = remoteIds.of(holder(source, journey, reference, kind)).get(PREFIX + kind);
      String id = known == null ? found : known;
      if (id != null) {
        settled.add(Map.of("kind", kind, "id", id));
      }
    }
    return settled;
  }

  /** The desk has this one no longer. */
  public void gone(@Variable("ticketId") String id, @Variable(GONE) List<String> gone) {
    gone.add(id);
  }

  /**
   * The tickets that a person's decision is about, whether they are open or were closed by it,
   * which was two days ago at the most: maps of {@code kind} and {@code id}.
   */
  public List<Map<String, String>> decided(
      @Variable("source") String source, @Variable("journey") String journey) {
    JourneyKey key = new JourneyKey(source, journey);
    Map<String, String> open = remoteIds.of(key);
    Map<String, String> closed = remoteIds.since(key, clock.instant().minus(EXPLAINED_FOR));
    List<Map<String, String>> decided = new ArrayList<>();
    for (String kind : DECIDED) {
      String id = open.getOrDefault(PREFIX + kind, closed.get(CLOSED + kind));
      if (id != null) {
        decided.add(Map.of("kind", kind, "id", id));
      }
    }
    return decided;
  }

  /**
   * All open tickets of a journey, and the one of the person's checks: their ids by kind.
   *
   * @param reference the person's; null for none
   */
  public Map<String, String> open(String source, String journey, String reference) {
    Map<String, String> open = new TreeMap<>();
    for (String kind : KINDS) {
      String id = remoteIds.of(holder(source, journey, reference, kind)).get(PREFIX + kind);
      if (id != null) {
        open.put(kind, id);
      }
    }
    return open;
  }

  /** Checks of a person have no journey in common, so their ticket is kept under the reference. */
  private static JourneyKey holder(String source, String journey, String reference, String kind) {
    return new JourneyKey(
        source, kind.equals(SPOT_CHECK) && reference != null ? reference : journey);
  }

  /**
   * The ticket's id as one segment of a URL's path.
   *
   * @throws IllegalArgumentException when the ticket desk has given one that leads elsewhere
   */
  public String path(@Variable("ticketId") String id) {
    return PathSegment.of(id);
  }

  /**
   * {@code idwise-<journey>}, by which other systems find what belongs to a journey: letters,
   * digits, {@code . _ -} alone. A journey's id with other characters gets a digest instead of
   * them, so that no two journeys share a label.
   */
  public String label(@Variable("journey") String journey) {
    String plain = journey.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.equals(journey)
        ? "idwise-" + journey
        : "idwise-%s-%s"
            .formatted(plain, DigestUtils.md5DigestAsHex(journey.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes the body what a ticket desk is asked: JSON with {@code kind}, {@code label}, {@code tag}
   * and, of the variable {@code document}, {@code event}. Sets the variables {@code label} and
   * {@code tag}.
   */
  public String request(
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("document") String document,
      Exchange exchange)
      throws JsonProcessingException {
    String label = label(journey);
    String tag = tag(label);
    exchange.setVariable("label", label);
    exchange.setVariable("tag", tag);
    ObjectNode request =
        JSON.createObjectNode().put("kind", kind).put("label", label).put("tag", tag);
    request.set("event", JSON.readTree(document));
    return request.toString();
  }

  /** The label, or a digest of it where it is longer than a tag may be. */
  public String tag(String label) {
    return label.length() <= LONGEST_TAG
        ? label
        : "idwise-%s"
            .formatted(
                DigestUtils.md5DigestAsHex(label.getBytes(StandardCharsets.UTF_8))
                    .substring(0, DIGEST_IN_TAG));
  }

  /**
   * Remembers the ticket of this kind that the desk has, if any: the body is JSON with its {@code
   * id}, or {@code {}} when it has none. Sets {@code ticketId} to it.
   *
   * @throws IllegalStateException when the body says neither: a second ticket must not be opened
   *     only because an answer was not understood
   */
  public void found(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      @Body String answer,
      Exchange exchange)
      throws JsonProcessingException {
    JsonNode found = JSON.readTree(answer);
    if (found.equals(JSON.createObjectNode())) {
      return;
    }
    take(
        id(found, "direct:ticket-find leaves {\"id\": …}, or {} when no ticket is open"),
        source,
        journey,
        reference,
        kind,
        exchange);
  }

  private static String id(JsonNode answer, String rule) {
    String id = answer.path("id").asText("");
    if (id.isEmpty()) {
      throw new IllegalStateException("The ticket desk's answer has no id of the ticket: " + rule);
    }
    return id;
  }

  private void take(
      String id, String source, String journey, String reference, String kind, Exchange exchange) {
    exchange.setVariable("ticketId", id);
    remember(source, journey, reference, kind, id);
  }

  /**
   * Remembers the ticket that has just been opened, by the same body. Where {@code ticketId} is set
   * already, that one is remembered.
   *
   * @throws IllegalStateException when the desk does not tell its id
   */
  public void opened(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      @Body String answer,
      Exchange exchange)
      throws JsonProcessingException {
    String known = exchange.getVariable("ticketId", String.class);
    if (known != null) {
      remember(source, journey, reference, kind, known);
      return;
    }
    take(
        id(JSON.readTree(answer), "direct:ticket-open leaves {\"id\": …}"),
        source,
        journey,
        reference,
        kind,
        exchange);
  }

  /** Keeps the id of the open ticket of a kind; the last one counts. */
  public void remember(String source, String journey, String reference, String kind, String id) {
    remoteIds.put(holder(source, journey, reference, kind), PREFIX + kind, id);
  }

  /** The ticket of this kind is open no longer: the next one is a new one. */
  public void closed(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("referenceNo") String reference,
      @Variable("ticket") String kind,
      @Variable("ticketId") String id) {
    JourneyKey holder = holder(source, journey, reference, kind);
    if (DECIDED.contains(kind) && id != null) {
      remoteIds.put(holder, CLOSED + kind, id);
    }
    remoteIds.remove(holder, PREFIX + kind);
  }
}
