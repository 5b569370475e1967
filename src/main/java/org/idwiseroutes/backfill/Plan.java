package org.idwiseroutes.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.idwiseroutes.check.ShownRequests;
import org.idwiseroutes.check.Version;
import org.idwiseroutes.inbox.DecidedEvents.Decided;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.inbox.Overtaken;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.outbox.Told;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Sent;

/**
 * Finds, for events in the order in which they came, the difference between what was sent and what
 * the rules of now would send.
 *
 * <p>What counts is what destinations were and would be asked: a body that only looks different is
 * none. A destination that supersedes ends up with what the last event of each lane says. A ticket
 * ends up open or closed as the rules of now would have left it. Everything else is told event by
 * event, unless it is untrue by now and the destination keeps no history.
 */
final class Plan {

  private static final String DECIDE = "decide";
  private static final String ASK = "idwise";
  private static final int SAMPLES = 3;

  /** Of each kind of difference so many are kept with what would be asked: a few are shown. */
  private static final int KEPT = 50;

  private final Version now;
  private final PastVersions past;
  private final Deliveries deliveries;
  private final RunningDestinations destinations;
  private final Overtaken overtaken;
  private final Map<Lane, List<Entry>> lanes = new LinkedHashMap<>();
  private final Map<String, Integer> samples = new TreeMap<>();
  private final Map<String, Integer> kept = new TreeMap<>();
  private final Set<UUID> different = new LinkedHashSet<>();
  private final List<Item> failed = new ArrayList<>();

  /** Where nobody knows what the last word would be. */
  private final Set<Lane> unclear = new LinkedHashSet<>();

  private int events;

  Plan(
      Version now,
      PastVersions past,
      Deliveries deliveries,
      RunningDestinations destinations,
      Overtaken overtaken) {
    this.now = now;
    this.past = past;
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.overtaken = overtaken;
  }

  private record Lane(String destination, String lane) {}

  /**
   * One event at one destination.
   *
   * @param sent what the rules of now would send; null for nothing
   * @param told what was sent; null for nothing
   * @param fields in what the two differ; empty for nothing
   * @param untrue why it is not true any more; null while it is, and where nobody has asked
   * @param shown what would be asked otherwise; null where it is not shown
   */
  private record Entry(
      long seq,
      UUID eventId,
      String what,
      String key,
      boolean sent,
      DeliveryStatus told,
      String fields,
      String untrue,
      TicketKinds wanted,
      TicketKinds done,
      ShownRequests shown) {

    Entry untrue(String why) {
      return new Entry(seq, eventId, what, key, sent, told, fields, why, wanted, done, shown);
    }

    Entry showing(ShownRequests requests) {
      return new Entry(seq, eventId, what, key, sent, told, fields, untrue, wanted, done, requests);
    }

    boolean wasTold() {
      return told == DeliveryStatus.DELIVERED || told == DeliveryStatus.PENDING;
    }

    boolean isOpen() {
      return told == DeliveryStatus.PENDING || told == DeliveryStatus.DEAD;
    }

    boolean differs() {
      return sent
          ? told == null || told != DeliveryStatus.DISCARDED && !fields.isEmpty()
          : wasTold() || isOpen();
    }
  }

  /** Looks at one more event. */
  void add(Decided event, List<Told> all) {
    events++;
    ObjectNode document = event.document();
    Map<String, Object> variables = DryDecide.variables(document);
    Course course = now.decide(variables, document.toString());
    if (course.error() != null) {
      different.add(event.id());
      failed.add(
          new Item(
              event.id(),
              DECIDE,
              event.id().toString(),
              Act.KEPT,
              "%s: the rules of now fail: %s".formatted(what(document), course.error()),
              null));
      all.stream()
          .filter(one -> !one.destination().equals(DECIDE))
          .forEach(
              one ->
                  unclear.add(
                      new Lane(
                          one.destination(),
                          ordered(document, one.destination(), one.lane(), event.id()))));
      return;
    }
    Map<String, Told> told = new TreeMap<>();
    all.stream()
        .filter(one -> !one.destination().equals(DECIDE) && !one.destination().equals(ASK))
        .filter(one -> !one.withdrawn())
        .forEach(one -> told.put(one.destination() + " " + Item.base(one.key()), one));
    for (Sent sent : course.sent()) {
      String destination = deliveries.partition(sent.destination(), sent.travelling());
      if (!sent.destination().equals(ASK)) {
        String key = key(event.id(), sent.key());
        Told before = told.remove(destination + " " + key);
        enter(event, destination, key, lane(sent, document, all), sent, before);
      }
    }
    told.values()
        .forEach(
            one -> enter(event, one.destination(), Item.base(one.key()), one.lane(), null, one));
  }

  /** How many events were looked at. */
  int events() {
    return events;
  }

  /** How many of them something differs for. */
  int different() {
    return different.size();
  }

  /** As the outbox makes it. */
  static String key(UUID eventId, String key) {
    return key.isEmpty() ? eventId.toString() : eventId + "/" + key;
  }

  /** That of a delivery that the rules of now would add. */
  static String lane(Sent sent, ObjectNode document, List<Told> all) {
    return sent.lane() == null ? lane(document, all) : sent.lane();
  }

  /** That of the event's deliveries which have none of their own: the lane of the decision. */
  static String lane(ObjectNode document, List<Told> all) {
    boolean check =
        EventName.of(document.path("event").asText()).filter(EventName::isCheck).isPresent();
    return check && document.path("referenceNo").isTextual()
        ? "%s/checks/%s"
            .formatted(document.path("source").asText(), document.path("referenceNo").asText())
        : all.stream()
            .filter(one -> one.destination().equals(DECIDE))
            .map(Told::lane)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private void enter(
      Decided event, String destination, String key, String lane, Sent sent, Told told) {
    ObjectNode document = event.document();
    ShownRequests shown = ShownRequests.of(document);
    String fields = sent == null || told == null ? "" : fields(sent, told, destination, shown);
    boolean desk = TicketKinds.areOf(destination);
    TicketKinds wanted =
        sent == null || !desk ? TicketKinds.NONE : TicketKinds.of(sent.travelling());
    Entry entry =
        new Entry(
            event.seq(),
            event.id(),
            what(document),
            key,
            sent != null,
            told == null ? null : told.status(),
            fields,
            null,
            wanted,
            told == null || !desk ? TicketKinds.NONE : TicketKinds.of(told.variables()),
            null);
    if (sent != null
        && (entry.differs() || !wanted.isNone() || destinations.supersedes(destination))
        && !destinations.keepsHistory(destination)) {
      entry = entry.untrue(overtaken.why(document).orElse(null));
    }
    String kind = "%s %s %s %s".formatted(destination, entry.what(), fields, entry.sent());
    if (entry.differs() && kept.merge(kind, 1, Integer::sum) <= KEPT) {
      if (sent != null && told == null) {
        shown.after(now.deliver(sent));
      } else if (sent == null) {
        shown.before(past.of(told.rules()).deliver(sent(told)));
      }
      entry = entry.showing(shown);
    }
    lanes
        .computeIfAbsent(
            new Lane(destination, ordered(document, destination, lane, event.id())),
            one -> new ArrayList<>())
        .add(entry);
  }

  /**
   * What is in order there: a record that later news overwrites is the person's, whatever journeys
   * they have; everything else goes by its own lane.
   */
  private String ordered(ObjectNode document, String destination, String lane, UUID eventId) {
    if (destinations.supersedes(destination) && document.path("referenceNo").isTextual()) {
      return "%s person %s"
          .formatted(document.path("source").asText(), document.path("referenceNo").asText());
    }
    return lane == null ? eventId.toString() : lane;
  }

  private String fields(Sent sent, Told told, String destination, ShownRequests shown) {
    Version then = past.of(told.rules());
    Sent before = sent(told);
    boolean alike =
        Objects.equals(before.body(), sent.body())
            && texts(before.travelling()).equals(texts(sent.travelling()))
            && then.text(sent.destination()).equals(now.text(sent.destination()));
    return alike
        ? ""
        : String.join(", ", shown.changes(destination, then.deliver(before), now.deliver(sent)));
  }

  private static Map<String, String> texts(Map<String, Object> variables) {
    Map<String, String> texts = new TreeMap<>();
    variables.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    texts.keySet().removeAll(List.of("lane", "traceparent"));
    return texts;
  }

  private static Sent sent(Told told) {
    Map<String, String> set =
        told.variables().entrySet().stream()
            .filter(one -> one.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, one -> String.valueOf(one.getValue())));
    return new Sent(
        told.destination().replaceFirst("[.].*", ""),
        "",
        told.lane(),
        false,
        "",
        set,
        told.variables(),
        told.body());
  }

  private static String what(ObjectNode document) {
    String decision = document.path("decision").asText("");
    String event = document.path("event").asText();
    return document.path("decision").isTextual() ? event + ", " + decision : event;
  }

  /** All differences, lane by lane, each in the order of its events. */
  List<Item> items() {
    List<Item> items = new ArrayList<>(failed);
    lanes.forEach(
        (lane, entries) -> {
          entries.sort(Comparator.comparingLong(Entry::seq));
          if (destinations.supersedes(lane.destination())) {
            superseding(lane, entries, items);
          } else if (TicketKinds.areOf(lane.destination())) {
            tickets(lane, entries, items);
          } else {
            entries.stream().filter(Entry::differs).forEach(one -> each(lane, one, items));
          }
        });
    return items;
  }

  private void each(Lane lane, Entry entry, List<Item> items) {
    if (entry.sent()) {
      add(lane, entry, entry.untrue() == null ? telling(entry) : Act.OVERTAKEN, items);
    } else {
      add(lane, entry, entry.isOpen() ? Act.WITHDRAW : Act.KEPT, items);
    }
  }

  private static Act telling(Entry entry) {
    return entry.told() == null ? Act.ADD : Act.CORRECT;
  }

  /** The destination has what it was told last; it is to have what the last event would tell. */
  private void superseding(Lane lane, List<Entry> entries, List<Item> items) {
    Entry wanted = last(entries, Entry::sent);
    Entry told = last(entries, Entry::wasTold);
    for (Entry entry : entries) {
      if (entry == wanted) {
        boolean isLast = told == null || told.seq() <= entry.seq();
        if (entry.differs() || !isLast && entry.told() != DeliveryStatus.DISCARDED) {
          add(lane, entry, entry.untrue() == null ? telling(entry) : Act.OVERTAKEN, items);
        }
      } else if (entry.differs()) {
        boolean open = !entry.sent() && entry.isOpen();
        add(lane, entry, open ? Act.WITHDRAW : wanted == null ? Act.KEPT : Act.OVERTAKEN, items);
      }
    }
  }

  /** Each kind of ticket is to be open, or not, as the rules of now would have left it. */
  private void tickets(Lane lane, List<Entry> entries, List<Item> items) {
    Map<String, Entry> wanted = standing(entries, true);
    Map<String, Entry> done = standing(entries, false);
    Map<Entry, Act> acts = new LinkedHashMap<>();
    List<Entry> toClose = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.differs()) {
        acts.put(
            entry,
            entry.sent()
                ? entry.untrue() == null ? telling(entry) : Act.OVERTAKEN
                : entry.isOpen() ? Act.WITHDRAW : Act.OVERTAKEN);
      }
      boolean opensForNothing =
          entry.sent()
              && !entry.wanted().opens().isEmpty()
              && entry.wanted().opens().stream().noneMatch(kind -> wanted.get(kind) == entry);
      boolean isFollowed =
          entry.wanted().closes().stream()
              .anyMatch(kind -> wanted.containsKey(kind) && wanted.get(kind).seq() > entry.seq());
      if ((opensForNothing || isFollowed) && acts.containsKey(entry)) {
        acts.put(entry, Act.OVERTAKEN);
      }
    }
    wanted.forEach(
        (kind, entry) -> {
          if (!done.containsKey(kind) && entry.untrue() == null) {
            acts.put(entry, telling(entry));
          }
        });
    done.forEach(
        (kind, entry) -> {
          boolean closes =
              acts.entrySet().stream()
                  .anyMatch(
                      one ->
                          one.getValue().isDone() && one.getKey().wanted().closes().contains(kind));
          if (!wanted.containsKey(kind) && !closes && entry.told() == DeliveryStatus.DELIVERED) {
            toClose.add(entry);
            acts.remove(entry, Act.OVERTAKEN);
          }
        });
    toClose.forEach(entry -> add(lane, entry, Act.CLOSE, items));
    acts.forEach((entry, act) -> add(lane, entry, act, items));
  }

  /** The kinds that are open in the end, each with the event that opened it last. */
  private static Map<String, Entry> standing(List<Entry> entries, boolean wanted) {
    Map<String, Entry> open = new TreeMap<>();
    for (Entry entry : entries) {
      if (wanted || entry.told() != null) {
        TicketKinds tickets = wanted ? entry.wanted() : entry.done();
        tickets.opens().forEach(kind -> open.put(kind, entry));
        open.keySet().removeAll(tickets.closes());
      }
    }
    return open;
  }

  private static Entry last(List<Entry> entries, Predicate<Entry> such) {
    return entries.stream().filter(such).reduce((one, other) -> other).orElse(null);
  }

  private void add(Lane lane, Entry found, Act wanted, List<Item> items) {
    boolean isUnclear = wanted.isDone() && unclear.contains(lane);
    Act act = isUnclear ? Act.OVERTAKEN : wanted;
    Entry entry = isUnclear ? found.untrue("the rules of now fail for another event of it") : found;
    different.add(entry.eventId());
    String words = "%s: %s %s".formatted(entry.what(), lane.destination(), words(act, entry));
    boolean shown = samples.merge(words, 1, Integer::sum) <= SAMPLES;
    items.add(
        new Item(
            entry.eventId(),
            lane.destination(),
            entry.key(),
            act,
            words,
            shown && entry.shown() != null
                ? entry.shown().example(entry.eventId().toString())
                : null));
  }

  private static String words(Act act, Entry entry) {
    return switch (act) {
      case ADD -> "hears of it";
      case CORRECT ->
          entry.fields().isEmpty()
              ? "is told again"
              : "is told otherwise (%s)".formatted(entry.fields());
      case ASK -> "is asked";
      case CLOSE -> "closes its ticket (%s)".formatted(String.join(", ", entry.done().opens()));
      case WITHDRAW -> "no longer hears of it: it has not arrived yet";
      case OVERTAKEN ->
          "is told nothing: "
              + (entry.untrue() == null ? "a later event has told it otherwise" : entry.untrue());
      case KEPT -> "would not have heard of it, which cannot be taken back";
    };
  }
}
