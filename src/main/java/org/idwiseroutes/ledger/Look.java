package org.idwiseroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.idwiseroutes.backfill.Act;
import org.idwiseroutes.backfill.Item;
import org.idwiseroutes.backfill.TicketKinds;
import org.idwiseroutes.inbox.DecidedEvents.Decided;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.journey.Tickets;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.outbox.Told;
import org.idwiseroutes.result.ResultUnavailableException;
import org.idwiseroutes.result.Results;
import org.idwiseroutes.routes.Choice;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Looks at one person: what each system holds, beside what it was told last. */
@Component
class Look {

  private static final String IDWISE = "idwise";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a CRM is asked for; of these it may leave out what it does not keep. */
  private static final List<String> FIELDS = List.of("status", "decision", "renewal");

  /** A value that may stand in a sentence which is about nobody. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z _-]{0,39}");

  private static final Set<DeliveryStatus> ON_ITS_WAY =
      Set.of(DeliveryStatus.PENDING, DeliveryStatus.DEAD);

  private final Deliveries deliveries;
  private final RunningDestinations destinations;
  private final ReadRoutes routes;
  private final Results results;
  private final Journeys journeys;
  private final Tickets tickets;
  private final boolean asksIdwise;

  Look(
      Deliveries deliveries,
      RunningDestinations destinations,
      ReadRoutes routes,
      Results results,
      Journeys journeys,
      Tickets tickets,
      Environment settings) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.routes = routes;
    this.results = results;
    this.journeys = journeys;
    this.tickets = tickets;
    Choice.require(settings, "ledger.crm", "system", "none");
    Choice.require(settings, "ledger.ticketing", "system", "none");
    this.asksIdwise = Choice.require(settings, "ledger.idwise", "system", "none").equals("system");
  }

  /** What can be looked at on this node. */
  List<String> systems() {
    List<String> systems = new ArrayList<>(routes.systems());
    if (asksIdwise) {
      systems.add(IDWISE);
    }
    return systems;
  }

  /**
   * What differs.
   *
   * @param person all events of a person
   * @param unread is told of each destination that did not say, and why; it answers whether it is
   *     still to be asked
   */
  List<Item> at(List<Decided> person, Unread unread) throws InterruptedException {
    List<Item> items = new ArrayList<>();
    List<Decided> inOrder = person.stream().sorted(Comparator.comparingLong(Decided::seq)).toList();
    Map<UUID, List<Told>> byEvent = deliveries.told(inOrder.stream().map(Decided::id).toList());
    Map<String, List<Told>> byDestination = new TreeMap<>();
    inOrder.forEach(
        event ->
            byEvent
                .getOrDefault(event.id(), List.of())
                .forEach(
                    one ->
                        byDestination
                            .computeIfAbsent(one.destination(), name -> new ArrayList<>())
                            .add(one)));
    List<String> systems = routes.systems();
    for (Map.Entry<String, List<Told>> destination : byDestination.entrySet()) {
      String system = destination.getKey().replaceFirst("[.].*", "");
      if (systems.contains(system) && unread.isAsked(destination.getKey())) {
        try {
          boolean asked =
              TicketKinds.areOf(destination.getKey())
                  ? tickets(system, destination.getValue(), items)
                  : destinations.supersedes(destination.getKey())
                      && record(system, destination.getValue(), items);
          if (asked) {
            unread.said(destination.getKey());
          }
        } catch (UnreadableSystemException e) {
          unread.failed(destination.getKey(), e.getMessage());
        }
      }
    }
    if (asksIdwise && unread.isAsked(IDWISE)) {
      try {
        if (idwise(inOrder, unread, items)) {
          unread.said(IDWISE);
        }
      } catch (ResultUnavailableException e) {
        unread.failed(IDWISE, e.getMessage());
      }
    }
    return items;
  }

  /** Which destinations did not say what they hold, and that the look goes on. */
  interface Unread {

    void goesOn();

    boolean isAsked(String system);

    void said(String system);

    void failed(String system, String why);
  }

  /** A record that later news overwrites: it is to hold what it was told last. False: not asked. */
  private boolean record(String system, List<Told> told, List<Item> items) {
    if (told.stream().anyMatch(one -> ON_ITS_WAY.contains(one.status()))) {
      return false;
    }
    Told last =
        told.stream()
            .filter(one -> one.status() == DeliveryStatus.DELIVERED)
            .reduce((one, other) -> other)
            .orElse(null);
    if (last == null) {
      return false;
    }
    JsonNode held = routes.read(system, last.body(), last.variables());
    String words = held.isEmpty() ? "has no record of the person" : differences(last, held);
    if (!words.isEmpty()) {
      items.add(
          new Item(
              last.eventId(),
              last.destination(),
              Item.base(last.key()),
              Act.CORRECT,
              last.destination() + " " + words,
              null));
    }
    return true;
  }

  /**
   * What is unknown here was not told, nor the renewal of an older journey: the system keeps what
   * it has.
   */
  private static String differences(Told last, JsonNode held) {
    JsonNode told = read(last.body());
    Map<String, String> wanted = new LinkedHashMap<>();
    String status = told.path("status").asText(told.path("outcome").asText(null));
    if (!Outcome.UNKNOWN.toString().equals(status)) {
      wanted.put("status", status);
      wanted.put(
          "decision", told.path("statusDecision").asText(told.path("decision").asText(null)));
    }
    if (told.path("newestJourney").asBoolean(true)) {
      wanted.put("renewal", told.path("renewal").asText(null));
    }
    return FIELDS.stream()
        .filter(held::has)
        .filter(wanted::containsKey)
        .filter(field -> !same(wanted.get(field), held.path(field).asText(null)))
        .map(
            field ->
                "has %s %s and was told %s"
                    .formatted(field, plain(held.path(field).asText(null)), wanted.get(field)))
        .collect(Collectors.joining(", "));
  }

  private static boolean same(String one, String other) {
    return Objects.equals(text(one), text(other));
  }

  /** Null, {@code null} and nothing are one: systems differ in how they keep an empty field. */
  private static String text(String value) {
    return value == null || value.equals("null") ? "" : value;
  }

  private static String plain(String value) {
    if (text(value).isEmpty()) {
      return "nothing";
    }
    return PLAIN.matcher(value).matches() ? value : "something else";
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UnreadableSystemException("what it was told is no JSON");
    }
  }

  /** Of each kind of each journey, whether a ticket is open. False: not asked. */
  private boolean tickets(String system, List<Told> told, List<Item> items) {
    Map<String, List<Told>> byLane =
        told.stream()
            .collect(
                Collectors.groupingBy(
                    one -> String.valueOf(one.lane()), TreeMap::new, Collectors.toList()));
    boolean asked = false;
    for (List<Told> lane : byLane.values()) {
      if (lane.stream().noneMatch(one -> ON_ITS_WAY.contains(one.status()))) {
        asked |= lane(system, lane, items);
      }
    }
    return asked;
  }

  /** Whoever found a ticket open has commented on it, so the first that opened it counts. */
  private boolean lane(String system, List<Told> lane, List<Item> items) {
    Map<String, Told> opened = new TreeMap<>();
    Map<String, Told> closed = new TreeMap<>();
    Set<String> open = new TreeSet<>();
    for (Told one : lane) {
      TicketKinds kinds = TicketKinds.of(one.variables());
      if (one.status() == DeliveryStatus.DELIVERED) {
        kinds.opens().stream().filter(open::add).forEach(kind -> opened.put(kind, one));
      }
      if (one.status() == DeliveryStatus.DELIVERED
          || one.status() == DeliveryStatus.NOTHING_TO_DO) {
        kinds.closes().stream().filter(open::remove).forEach(kind -> closed.put(kind, one));
      }
    }
    opened.forEach(
        (kind, by) ->
            ticket(system, kind, by, open.contains(kind) ? null : closed.get(kind), items));
    return !opened.isEmpty();
  }

  /** The closing delivery is null while the ticket is to be open. */
  private void ticket(String system, String kind, Told opened, Told closed, List<Item> items) {
    boolean isOpen = closed == null;
    Map<String, Object> variables = new HashMap<>(opened.variables());
    String journey = String.valueOf(variables.get("journey"));
    String label = tickets.label(journey);
    variables.put("label", label);
    variables.put("tag", tickets.tag(label));
    variables.put("ticket", kind);
    Object reference = variables.get("referenceNo");
    boolean byReference = kind.equals(Tickets.SPOT_CHECK) && reference != null;
    variables.put("field", byReference ? "reference" : "journeyId");
    variables.put("whose", byReference ? reference : journey);
    String id = routes.read(system, opened.body(), variables).path("id").asText("");
    if (isOpen == !id.isEmpty()) {
      return;
    }
    Told by = isOpen ? opened : closed;
    items.add(
        new Item(
            by.eventId(),
            by.destination(),
            Item.base(by.key()),
            isOpen ? Act.KEPT : Act.CLOSE,
            isOpen
                ? "%s has no open %s ticket: somebody may have closed it there"
                    .formatted(by.destination(), kind)
                : "%s still has an open %s ticket that is needed no longer"
                    .formatted(by.destination(), kind),
            isOpen ? null : kind + ":" + id,
            null));
  }

  private boolean idwise(List<Decided> person, Unread unread, List<Item> items)
      throws InterruptedException {
    boolean asked = false;
    Map<JourneyKey, Decided> last = new LinkedHashMap<>();
    for (Decided event : person) {
      if (event.document().path("journeyId").isTextual()) {
        last.put(
            new JourneyKey(
                event.document().path("source").asText(),
                event.document().path("journeyId").asText()),
            event);
      }
    }
    for (Map.Entry<JourneyKey, Decided> one : last.entrySet()) {
      JourneyKey journey = one.getKey();
      if (results.isOn(journey.source())) {
        unread.goesOn();
        Optional<Decision> said = results.decision(journey);
        asked = true;
        Decision known = journeys.decision(journey.source(), journey.key()).orElse(null);
        boolean undoes =
            known != null && known.isFinal() && said.isPresent() && !said.get().isManual();
        if (said.isEmpty() && known != null) {
          items.add(
              new Item(
                  one.getValue().id(),
                  IDWISE,
                  one.getValue().id() + "/ledger",
                  Act.KEPT,
                  "idwise tells no decision, and here %s is known".formatted(known.text()),
                  null));
        }
        if (said.isPresent() && said.get() != known && !undoes) {
          items.add(
              new Item(
                  one.getValue().id(),
                  IDWISE,
                  one.getValue().id() + "/ledger",
                  Act.ASK,
                  "idwise says %s, and here %s is known"
                      .formatted(said.get().text(), known == null ? "nothing" : known.text()),
                  null));
        }
      }
    }
    return asked;
  }

  /** When the last event of a person came. */
  static Instant lastAt(List<Decided> person) {
    return person.stream()
        .map(event -> Instant.parse(event.document().path("receivedAt").asText()))
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }
}
