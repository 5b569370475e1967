package org.idwiseroutes.ops;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.privacy.Masks;
import org.springframework.http.HttpStatus;
import org.springframework.util.DigestUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * Which deliveries are meant; what is null restricts nothing.
 *
 * @param failure the group of their failures, as {@link FailureGroup#error()} has it
 * @param from they were added at this moment or later
 * @param until they were added before this moment
 */
public record DeliverySelection(
    String destination,
    String status,
    UUID eventId,
    String source,
    String event,
    String journeyId,
    String referenceNo,
    String failure,
    Instant from,
    Instant until) {

  private static final int DIGEST = 6;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /**
   * The same, named as whoever asks sees it, so that somebody who sees more does no more of it.
   *
   * @throws ResponseStatusException 400 when they see several sources and name none
   */
  DeliverySelection asSeen() {
    Set<String> seen = VisibleSources.limited().orElse(null);
    if (seen == null || source != null) {
      return this;
    }
    if (seen.size() != 1) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Name one of your sources: " + String.join(", ", seen));
    }
    return new DeliverySelection(
        destination,
        status,
        eventId,
        seen.iterator().next(),
        event,
        journeyId,
        referenceNo,
        failure,
        from,
        until);
  }

  /** The same with another status. */
  public DeliverySelection withStatus(String other) {
    return new DeliverySelection(
        destination, other, eventId, source, event, journeyId, referenceNo, failure, from, until);
  }

  /**
   * As a condition on {@code delivery} and its {@code event}, of the sources alone that whoever
   * asks may see.
   */
  public Filter filter() {
    return new Filter()
        .equal("delivery.destination", destination)
        .equal("delivery.status", status)
        .equal("delivery.event_id", eventId)
        .equal("event.source", source)
        .equal("event.event", event)
        .equal("event.journey_key", journeyId)
        .equal("event.reference_no", referenceNo)
        .equal("delivery.failure_group", failure)
        .from("delivery.created_at", from)
        .until("delivery.created_at", until)
        .visible("event.source");
  }

  /**
   * In words for the audit, which outlives the person's data: a reference is masked, and in place
   * of a failure, which may be about a person, stands a digest that tells groups apart.
   */
  public String words() {
    List<String> words = new ArrayList<>();
    words.add(status == null ? "deliveries" : status + " deliveries");
    add(words, "to", destination);
    add(words, "of source", source);
    add(words, "of event", event);
    add(words, "of the event", eventId);
    add(words, "of journey", journeyId);
    add(words, "of reference", referenceNo == null ? null : Masks.of(referenceNo));
    add(words, "since", moment(from));
    add(words, "before", moment(until));
    if (failure != null) {
      String digest =
          DigestUtils.md5DigestAsHex(failure.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
      words.add("that failed alike (%s)".formatted(digest));
    }
    return String.join(" ", words);
  }

  private static String moment(Instant at) {
    return at == null ? null : MOMENT.format(at) + " UTC";
  }

  private static void add(List<String> words, String before, Object value) {
    if (value != null) {
      words.add(before + " " + value);
    }
  }
}
