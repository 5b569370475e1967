package org.idwiseroutes.journey;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * The open tickets of a journey, at most one of each kind ({@code review}, {@code aml}, {@code
 * kyc}, {@code spot-check}), for use in routes as {@code bean: tickets}. It reads the variables
 * {@code source}, {@code journey}, {@code ticket} and {@code ticketId}.
 */
@Component("tickets")
public class Tickets {

  /** The kinds that a decision on the journey settles. */
  private static final List<String> SETTLED_BY_DECISION = List.of("review", "aml");

  private static final String PREFIX = "ticket.";

  private final Journeys journeys;
  private final RemoteIds remoteIds;

  Tickets(Journeys journeys, RemoteIds remoteIds) {
    this.journeys = journeys;
    this.remoteIds = remoteIds;
  }

  /** Sets {@code ticketId} to the open ticket of this kind, or removes it when there is none. */
  public void find(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      Exchange exchange) {
    String id = remoteIds.of(new JourneyKey(source, journey)).get(PREFIX + kind);
    exchange.removeVariable("ticketId");
    if (id != null) {
      exchange.setVariable("ticketId", id);
    }
  }

  /**
   * Whether a ticket of this kind still has a purpose. A review that was asked for long ago and is
   * replayed now may have been decided meanwhile.
   */
  public boolean isNeeded(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("series") int series) {
    return series == 1
        || !kind.equals("review")
        || journeys.decision(source, journey).filter(Decision.REFER::equals).isPresent();
  }

  /**
   * The open tickets that a decision on the journey settles: maps of {@code kind} and {@code id}.
   */
  public List<Map<String, String>> settledByDecision(
      @Variable("source") String source, @Variable("journey") String journey) {
    Map<String, String> ids = remoteIds.of(new JourneyKey(source, journey));
    return SETTLED_BY_DECISION.stream()
        .filter(kind -> ids.containsKey(PREFIX + kind))
        .map(kind -> Map.of("kind", kind, "id", ids.get(PREFIX + kind)))
        .toList();
  }

  /** All open tickets of a journey: their ids by kind. */
  public Map<String, String> open(String source, String journey) {
    Map<String, String> open = new TreeMap<>();
    remoteIds
        .of(new JourneyKey(source, journey))
        .forEach(
            (name, id) -> {
              if (name.startsWith(PREFIX)) {
                open.put(name.substring(PREFIX.length()), id);
              }
            });
    return open;
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

  /** Remembers {@code ticketId} as the open ticket of this kind. */
  public void opened(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind,
      @Variable("ticketId") String id) {
    remoteIds.put(new JourneyKey(source, journey), PREFIX + kind, id);
  }

  /** Forgets the ticket of this kind: the next one is a new one. */
  public void closed(
      @Variable("source") String source,
      @Variable("journey") String journey,
      @Variable("ticket") String kind) {
    remoteIds.remove(new JourneyKey(source, journey), PREFIX + kind);
  }
}
