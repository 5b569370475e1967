package org.idwiseroutes.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.Reused;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/**
 * Reads persons. A list costs what those who wait cost, and not what has been decided: each kind of
 * waiting has an index of its own.
 */
@Component
public class People {

  /** Those that wait are counted up to this. */
  public static final int MOST_COUNTED = 10_000;

  /** What is due for less has not failed: it is on its way. */
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

  private static final int MOST_FOUND = 50;
  private static final int SHORTEST_PART = 3;
  private static final int LONGEST_SECONDS = 10;
  private static final int LAST_CHARACTER = 0x10FFFF;

  private static final String PERSON_OF_JOURNEY =
      "COALESCE(j.source || ' r' || j.reference_no, j.source || ' j' || j.journey_key)";

  /**
   * The event is asked for as a value and not as a join, which may be planned as one that reads all
   * events.
   */
  private static final String NOT_DELIVERED =
      """
      SELECT destination, since, person FROM (
        SELECT d.destination, d.created_at AS since, (
          SELECT %s FROM event e WHERE e.id = d.event_id) AS person
        FROM (
          SELECT destination, created_at, event_id FROM delivery
          WHERE status = 'pending' AND created_at < :due AND event_id IS NOT NULL
          UNION ALL
          SELECT destination, created_at, event_id FROM delivery
          WHERE status = 'dead' AND event_id IS NOT NULL
          LIMIT 50000) d) open_ones
      WHERE person IS NOT NULL
      """
          .formatted(DeliveryQueries.PERSON);

  /** A person: a reference, or a journey without one. */
  private record Key(String source, String reference, String journeyId) {

    static Key of(String source, String reference, String journeyId) {
      return new Key(source, reference, reference == null ? journeyId : null);
    }

    /** As {@link DeliveryQueries#PERSON} writes it; a source's name has no blank in it. */
    static Key read(String person) {
      int blank = person.indexOf(' ');
      String source = person.substring(0, blank);
      String id = person.substring(blank + 2);
      return person.charAt(blank + 1) == 'r'
          ? new Key(source, id, null)
          : new Key(source, null, id);
    }
  }

  private record JourneyRow(
      Key person,
      String journeyId,
      Decision decision,
      Instant decidedAt,
      int round,
      String renewal,
      String renewalDeadline,
      boolean overrules,
      long began,
      long decided) {}

  private record LastEvent(String name, Instant at) {}

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate limited;
  private final boolean postgres;
  private final Reused<Map<Waiting, Integer>> counts;
  private final Reused<List<NotReached>> notReached;

  People(
      JdbcClient jdbc, Clock clock, DataSource dataSource, PlatformTransactionManager transactions)
      throws MetaDataAccessException {
    this.jdbc = jdbc;
    this.clock = clock;
    this.limited = new TransactionTemplate(transactions);
    this.limited.setTimeout(LONGEST_SECONDS);
    this.limited.setReadOnly(true);
    this.postgres =
        JdbcUtils.extractDatabaseMetaData(
            dataSource, data -> data.getDatabaseProductName().equals("PostgreSQL"));
    this.counts = new Reused<>(clock, this::readCounts);
    this.notReached = new Reused<>(clock, this::readNotReached);
  }

  /** Somebody on a list, and since when; null where the list has deadlines. */
  private record Listed(Key key, Instant since) {}

  /**
   * Those who wait, the longest waiting first; the first {@link #MOST_COUNTED} journeys or
   * deliveries are looked at.
   *
   * @param limit people on a page; {@link Page#next()} is the {@code skip} of the next one
   */
  public Page<Person> waiting(PeopleFilter filter, int limit) {
    return bounded(
        () -> {
          List<Listed> found = list(filter, limit + 1);
          String next = found.size() > limit ? String.valueOf(filter.skip() + limit) : null;
          List<Listed> page = found.stream().limit(limit).toList();
          List<Person> persons = read(page.stream().map(Listed::key).toList());
          List<Person> since = new ArrayList<>();
          for (int i = 0; i < page.size(); i++) {
            since.add(persons.get(i).since(page.get(i).since()));
          }
          return new Page<>(since, next);
        });
  }

  private List<Listed> list(PeopleFilter filter, int limit) {
    boolean renewal = filter.waiting() == Waiting.RENEWAL;
    Duration bound = renewal ? filter.dueWithin() : filter.longerThan();
    String order = filter.newestFirst() ? "DESC" : "ASC";
    String within = bound == null ? "TRUE" : "%s < :bound";
    return jdbc.sql(
            """
            SELECT person, MIN(since) AS since FROM (%s) listed
            GROUP BY person
            ORDER BY MIN(since) %s NULLS LAST, person LIMIT :limit OFFSET :skip
            """
                .formatted(
                    filter.waiting() == Waiting.DELIVERY
                        ? NOT_DELIVERED
                            + """
                             AND (:destination = '' OR destination = :destination)
                            AND (:source = '' OR person LIKE :ofSource)
                            AND
                            """
                            + VisibleSources.condition(
                                "SUBSTRING(person FROM 1 FOR POSITION(' ' IN person) - 1)")
                            + " AND "
                            + within.formatted("since")
                        : ofJourneys(
                            filter.waiting(),
                            "(:source = '' OR j.source = :source) AND "
                                + VisibleSources.condition("j.source")
                                + " AND "
                                + within,
                            order),
                    order))
        .params(VisibleSources.parameters())
        .param("due", due())
        .param("destination", Objects.requireNonNullElse(filter.destination(), ""))
        .param("source", Objects.requireNonNullElse(filter.source(), ""))
        .param("ofSource", like(Objects.requireNonNullElse(filter.source(), "")) + " %")
        .param("bound", bound(bound, renewal))
        .param("most", MOST_COUNTED + 1)
        .param("limit", limit)
        .param("skip", filter.skip())
        .query(
            (row, number) ->
                new Listed(
                    Key.read(row.getString("person")), renewal ? null : SqlTime.get(row, "since")))
        .list();
  }

  /**
   * The journeys that are waited in, as far as anybody will look.
   *
   * @param wanted a further condition, in which {@code %s} is the column of the time
   */
  private static String ofJourneys(Waiting waiting, String wanted, String order) {
    return waiting.parts().stream()
        .map(
            part ->
                """
                (SELECT %1$s AS person, j.%2$s AS since FROM journey j
                WHERE j.%3$s AND %4$s AND %5$s
                ORDER BY j.%2$s %6$s NULLS LAST LIMIT :most)
                """
                    .formatted(
                        PERSON_OF_JOURNEY,
                        part.since(),
                        part.condition(),
                        wanted.replace("%s", "j." + part.since()),
                        Journeys.COUNTS,
                        order))
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** Deadlines are texts: ISO 8601 in UTC, as IDWise sends them, in whose order texts are. */
  private Object bound(Duration bound, boolean renewal) {
    if (bound == null) {
      return null;
    }
    Instant now = clock.instant();
    return renewal ? now.plus(bound).toString() : SqlTime.of(now.minus(bound));
  }

  private Object due() {
    return SqlTime.of(clock.instant().minus(ON_ITS_WAY));
  }

  /** How many people wait for each, counted up to {@link #MOST_COUNTED} and one. */
  public Map<Waiting, Integer> counts() {
    return counts.get();
  }

  private Map<Waiting, Integer> readCounts() {
    Map<Waiting, Integer> all = new EnumMap<>(Waiting.class);
    for (Waiting one : Waiting.values()) {
      all.put(one, bounded(() -> count(one)));
    }
    return all;
  }

  /** Where journeys are left out as there are so many, the answer is that there are more. */
  private int count(Waiting waiting) {
    boolean delivery = waiting == Waiting.DELIVERY;
    return jdbc.sql(
            "SELECT COUNT(DISTINCT person) AS people, COUNT(*) AS looked FROM (%s) listed"
                .formatted(delivery ? NOT_DELIVERED : ofJourneys(waiting, "TRUE", "ASC")))
        .param("due", due())
        .param("most", MOST_COUNTED + 1)
        .query(
            (row, number) ->
                !delivery && row.getInt("looked") > MOST_COUNTED
                    ? MOST_COUNTED + 1
                    : row.getInt("people"))
        .single();
  }

  /** Since when the first of those has waited who wait for each; null where nobody does. */
  Map<Waiting, Instant> waitingSince() {
    return bounded(this::readWaitingSince);
  }

  private Map<Waiting, Instant> readWaitingSince() {
    Map<Waiting, Instant> since = new EnumMap<>(Waiting.class);
    for (Waiting one : List.of(Waiting.REVIEW, Waiting.RESUBMISSION, Waiting.UNFINISHED)) {
      List<Listed> first = list(new PeopleFilter(one, null, null, null, null, false, 0), 1);
      since.put(one, first.isEmpty() ? null : first.get(0).since());
    }
    since.put(
        Waiting.DELIVERY,
        notReached().stream().map(NotReached::since).min(Instant::compareTo).orElse(null));
    return since;
  }

  /**
   * Each destination that something about somebody has not reached, as it is dead or due for over a
   * minute: the one with most people first.
   */
  public List<NotReached> notReached() {
    return notReached.get();
  }

  private List<NotReached> readNotReached() {
    return bounded(
        () ->
            jdbc.sql(
                    """
                    SELECT destination, COUNT(DISTINCT person) AS people, MIN(since) AS since
                    FROM (%s) listed GROUP BY destination ORDER BY people DESC, destination
                    """
                        .formatted(NOT_DELIVERED))
                .param("due", due())
                .query(
                    (row, number) ->
                        new NotReached(
                            row.getString("destination"),
                            row.getInt("people"),
                            SqlTime.get(row, "since")))
                .list());
  }

  /**
   * People whose reference begins with this text, or whose journey has this id. At most fifty.
   *
   * @param anywhere whether, when there is none, to look for those whose reference has it anywhere
   *     in it, if it is not too short: this reads all references
   */
  public List<Person> search(String text, boolean anywhere) {
    return bounded(
        () -> {
          List<Key> found = beginningWith(text);
          if (found.isEmpty()) {
            found =
                jdbc.sql(
                        """
                        SELECT source, reference_no, journey_key FROM journey
                        WHERE journey_key = :text AND %s
                        """
                            .formatted(VisibleSources.condition("source")))
                    .params(VisibleSources.parameters())
                    .param("text", text)
                    .query(People::key)
                    .list();
          }
          if (found.isEmpty()) {
            found = checked(text);
          }
          if (found.isEmpty() && anywhere && text.length() >= SHORTEST_PART) {
            found = find("j.reference_no LIKE :pattern", Map.of("pattern", "%" + like(text) + "%"));
          }
          return read(found);
        });
  }

  /** By operators that take the index though the text is not known as the statement is planned. */
  private List<Key> beginningWith(String text) {
    String range =
        postgres
            ? "j.reference_no ~>=~ :first AND j.reference_no ~<~ :behind"
            : "j.reference_no >= :first AND j.reference_no < :behind";
    return find(range, Map.of("first", text, "behind", text + Character.toString(LAST_CHARACTER)));
  }

  private List<Key> find(String condition, Map<String, String> parameters) {
    return jdbc.sql(
            """
            SELECT DISTINCT source, reference_no, CAST(NULL AS VARCHAR) AS journey_key
            FROM (
              SELECT j.source, j.reference_no FROM journey j
              WHERE j.reference_no IS NOT NULL AND %s AND %s LIMIT :looked) found
            ORDER BY reference_no, source LIMIT :most
            """
                .formatted(condition, VisibleSources.condition("j.source")))
        .params(VisibleSources.parameters())
        .params(parameters)
        .param("looked", MOST_COUNTED)
        .param("most", MOST_FOUND)
        .query(People::key)
        .list();
  }

  /** What takes too long is ended, in the database as well. */
  private <T> T bounded(Supplier<T> read) {
    try {
      return limited.execute(status -> read.get());
    } catch (QueryTimeoutException | TransactionTimedOutException e) {
      throw tooLong(e);
    } catch (TransactionSystemException e) {
      // the session whose statement was ended is gone, so it cannot be rolled back
      throw e.getApplicationException() instanceof QueryTimeoutException ended ? tooLong(ended) : e;
    }
  }

  private static ResponseStatusException tooLong(RuntimeException e) {
    return new ResponseStatusException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "That took longer than %d s and was ended: ask for less, such as the beginning of a reference"
            .formatted(LONGEST_SECONDS),
        e);
  }

  /** Those of whom only checks have come have no journey. */
  private List<Key> checked(String reference) {
    return jdbc.sql(
            """
            SELECT DISTINCT source, reference_no, CAST(NULL AS VARCHAR) AS journey_key
            FROM event WHERE reference_no = :reference AND %s LIMIT :most
            """
                .formatted(VisibleSources.condition("source")))
        .params(VisibleSources.parameters())
        .param("reference", reference)
        .param("most", MOST_FOUND)
        .query(People::key)
        .list();
  }

  private static String like(String text) {
    return text.replaceAll("[\\\\%_]", "\\\\$0");
  }

  /** Empty when nothing is known of the person. */
  public Optional<Person> ofReference(String source, String reference) {
    Person person = read(List.of(new Key(source, reference, null))).get(0);
    return person.lastEventAt() == null && person.journeys() == 0
        ? Optional.empty()
        : Optional.of(person);
  }

  /** The person whose journey it is; empty when nothing is known of the journey. */
  public Optional<Person> ofJourney(String source, String journeyId) {
    return jdbc.sql(
            """
            SELECT source, reference_no, journey_key FROM journey
            WHERE journey_key = :key AND source = :source
            """)
        .param("key", journeyId)
        .param("source", source)
        .query(People::key)
        .optional()
        .map(key -> read(List.of(key)).get(0));
  }

  private static Key key(ResultSet row, int number) throws SQLException {
    return Key.of(
        row.getString("source"), row.getString("reference_no"), row.getString("journey_key"));
  }

  /** All that is known of these, in their order. */
  private List<Person> read(List<Key> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<Key, List<JourneyRow>> journeys =
        journeys(keys).stream().collect(Collectors.groupingBy(JourneyRow::person));
    Map<String, Key> byJourney = new HashMap<>();
    journeys
        .values()
        .forEach(
            all ->
                all.forEach(
                    one -> byJourney.put(place(one.person(), one.journeyId()), one.person())));
    keys.stream()
        .filter(key -> key.journeyId() != null)
        .forEach(key -> byJourney.putIfAbsent(place(key, key.journeyId()), key));
    Set<Key> wanted = new LinkedHashSet<>(keys);
    Map<Key, List<Person.OpenTicket>> tickets = tickets(wanted, byJourney);
    Map<Key, LastEvent> last = lastEvents(wanted, byJourney);
    Map<Key, List<Person.OpenDelivery>> deliveries = deliveries(wanted, byJourney);
    return keys.stream()
        .map(
            key ->
                person(
                    key,
                    journeys.getOrDefault(key, List.of()),
                    tickets.getOrDefault(key, List.of()),
                    deliveries.getOrDefault(key, List.of()),
                    last.get(key)))
        .toList();
  }

  private static String place(Key person, String journeyId) {
    return person.source() + '\0' + journeyId;
  }

  private static Person person(
      Key key,
      List<JourneyRow> journeys,
      List<Person.OpenTicket> tickets,
      List<Person.OpenDelivery> deliveries,
      LastEvent last) {
    JourneyRow counts = counts(journeys);
    Optional<JourneyRow> newest = journeys.stream().max(Comparator.comparing(JourneyRow::began));
    return new Person(
        key.source(),
        key.reference(),
        counts == null ? key.journeyId() : counts.journeyId(),
        status(counts, journeys),
        counts == null || counts.decision() == null ? null : counts.decision().text(),
        counts == null ? null : counts.decidedAt(),
        null,
        counts == null ? 0 : counts.round(),
        newest.map(JourneyRow::renewal).orElse("none"),
        newest.map(JourneyRow::renewalDeadline).orElse(null),
        journeys.size(),
        tickets,
        deliveries,
        last == null ? null : last.name(),
        last == null ? null : last.at());
  }

  /**
   * The newest that is decided, else the newest; and of an older one what a person has decided
   * after that.
   */
  private static JourneyRow counts(List<JourneyRow> journeys) {
    Comparator<JourneyRow> byBegin = Comparator.comparing(JourneyRow::began);
    Optional<JourneyRow> newest =
        journeys.stream()
            .filter(one -> one.decision() != null && one.decision() != Decision.INCOMPLETE)
            .max(byBegin);
    return newest
        .flatMap(
            one ->
                journeys.stream()
                    .filter(older -> older.decision() != null && older.decision().isManual())
                    .filter(older -> older.decided() > one.decided())
                    .max(Comparator.comparing(JourneyRow::decided)))
        .or(() -> newest)
        .or(() -> journeys.stream().max(byBegin))
        .orElse(null);
  }

  private static String status(JourneyRow counts, List<JourneyRow> journeys) {
    if (counts == null) {
      return "none";
    }
    Outcome own = counts.decision() == null ? Outcome.UNKNOWN : counts.decision().outcome();
    boolean alarm =
        journeys.stream()
            .filter(JourneyRow::overrules)
            .anyMatch(one -> own != Outcome.REJECTED || one.decided() > counts.decided());
    return (alarm ? Outcome.REVIEW : own).toString();
  }

  private List<JourneyRow> journeys(List<Key> keys) {
    String select =
        """
        SELECT source, reference_no, journey_key, decision, decided_at, round, renewal,
          renewal_deadline, signs, began_seq, decision_seq
        FROM journey
        """;
    Set<Key> wanted = new LinkedHashSet<>(keys);
    return Stream.concat(
            jdbc
                .sql(select + "WHERE reference_no = ANY(:references)")
                .param("references", SqlArrays.ofTexts(references(keys)))
                .query(People::journey)
                .list()
                .stream(),
            jdbc
                .sql(select + "WHERE journey_key = ANY(:keys) AND reference_no IS NULL")
                .param("keys", SqlArrays.ofTexts(journeyIds(keys)))
                .query(People::journey)
                .list()
                .stream())
        .filter(journey -> wanted.contains(journey.person()))
        .toList();
  }

  private static Stream<String> references(Collection<Key> keys) {
    return keys.stream().map(Key::reference).filter(Objects::nonNull).distinct();
  }

  private static Stream<String> journeyIds(Collection<Key> keys) {
    return keys.stream().map(Key::journeyId).filter(Objects::nonNull).distinct();
  }

  private static JourneyRow journey(ResultSet row, int number) throws SQLException {
    return new JourneyRow(
        key(row, number),
        row.getString("journey_key"),
        Decision.of(row.getString("decision")).orElse(null),
        SqlTime.get(row, "decided_at"),
        row.getInt("round"),
        row.getString("renewal"),
        row.getString("renewal_deadline"),
        row.getString("signs").contains("OVERRULES"),
        row.getLong("began_seq"),
        row.getLong("decision_seq"));
  }

  /** A ticket is kept under its journey, that of checks under the reference. */
  private Map<Key, List<Person.OpenTicket>> tickets(Set<Key> wanted, Map<String, Key> byJourney) {
    Map<Key, List<Person.OpenTicket>> tickets = new HashMap<>();
    jdbc.sql(
            """
            SELECT source, journey_key, name, id, kept_at FROM remote_id
            WHERE source = ANY(:sources) AND journey_key = ANY(:keys) AND name LIKE 'ticket.%'
            ORDER BY name
            """)
        .param("sources", SqlArrays.ofTexts(wanted.stream().map(Key::source).distinct()))
        .param("keys", SqlArrays.ofTexts(holders(wanted, byJourney)))
        .query(
            row -> {
              String source = row.getString("source");
              String holder = row.getString("journey_key");
              Key person = byJourney.get(source + '\0' + holder);
              Key owner = person == null ? new Key(source, holder, null) : person;
              if (wanted.contains(owner)) {
                tickets
                    .computeIfAbsent(owner, any -> new ArrayList<>())
                    .add(
                        new Person.OpenTicket(
                            row.getString("name").substring("ticket.".length()),
                            row.getString("id"),
                            SqlTime.get(row, "kept_at")));
              }
            });
    return tickets;
  }

  private static Stream<String> holders(Set<Key> wanted, Map<String, Key> byJourney) {
    return Stream.concat(
            references(wanted),
            byJourney.keySet().stream().map(place -> place.substring(place.indexOf('\0') + 1)))
        .distinct();
  }

  private static final String EVENTS =
      """
      (SELECT id, source, reference_no, journey_key, event, received_at FROM event
       WHERE reference_no = ANY(:references)
       UNION
       SELECT id, source, reference_no, journey_key, event, received_at FROM event
       WHERE journey_key = ANY(:keys))
      """;

  private JdbcClient.StatementSpec ofEvents(
      String sql, Set<Key> wanted, Map<String, Key> byJourney) {
    return jdbc.sql(sql.formatted(EVENTS))
        .param("references", SqlArrays.ofTexts(references(wanted)))
        .param(
            "keys",
            SqlArrays.ofTexts(
                byJourney.keySet().stream()
                    .map(place -> place.substring(place.indexOf('\0') + 1))
                    .distinct()));
  }

  /** Whose event it is; null when it is nobody's who is wanted. */
  private static Key owner(ResultSet row, Set<Key> wanted, Map<String, Key> byJourney)
      throws SQLException {
    String source = row.getString("source");
    String journey = row.getString("journey_key");
    Key ofJourney = journey == null ? null : byJourney.get(source + '\0' + journey);
    Key owner =
        ofJourney == null ? new Key(source, row.getString("reference_no"), null) : ofJourney;
    return wanted.contains(owner) ? owner : null;
  }

  private Map<Key, LastEvent> lastEvents(Set<Key> wanted, Map<String, Key> byJourney) {
    Map<Key, LastEvent> last = new LinkedHashMap<>();
    ofEvents(
            """
            SELECT source, reference_no, journey_key, event, received_at FROM (
              SELECT e.*, ROW_NUMBER() OVER (
                PARTITION BY source, reference_no, journey_key ORDER BY received_at DESC) AS place
              FROM %s e) placed
            WHERE place = 1
            """,
            wanted, byJourney)
        .query(
            row -> {
              Key owner = owner(row, wanted, byJourney);
              if (owner != null) {
                last.merge(
                    owner,
                    new LastEvent(row.getString("event"), SqlTime.get(row, "received_at")),
                    (one, other) -> one.at().isAfter(other.at()) ? one : other);
              }
            });
    return last;
  }

  private Map<Key, List<Person.OpenDelivery>> deliveries(
      Set<Key> wanted, Map<String, Key> byJourney) {
    Map<Key, List<Person.OpenDelivery>> deliveries = new HashMap<>();
    ofEvents(
            """
            SELECT e.source, e.reference_no, e.journey_key, d.destination, d.status, d.created_at,
              d.last_error
            FROM %s e JOIN delivery d ON d.event_id = e.id
            WHERE d.status IN ('pending', 'dead')
            ORDER BY d.created_at
            """,
            wanted, byJourney)
        .query(
            row -> {
              Key owner = owner(row, wanted, byJourney);
              if (owner != null) {
                deliveries
                    .computeIfAbsent(owner, any -> new ArrayList<>())
                    .add(
                        new Person.OpenDelivery(
                            row.getString("destination"),
                            row.getString("status"),
                            SqlTime.get(row, "created_at"),
                            row.getString("last_error")));
              }
            });
    return deliveries;
  }
}
