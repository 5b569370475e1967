package org.idwiseroutes.inbox;

import jakarta.annotation.PostConstruct;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code erasure}: which journeys and persons were erased, and when. It keeps marks in
 * place of their ids: an HMAC-SHA-256 with a key from the table {@code erasure_key}. Whoever sees a
 * mark learns nothing; whoever has the whole database can only try ids one by one.
 */
@Component
class ErasureTable {

  /**
   * IDWise tries for half an hour to deliver an event. A check has no journey, so one that comes
   * within this time after the erasure of its person counts as late.
   */
  private static final Duration LATE_CHECKS = Duration.ofHours(1);

  /** Asks whether the database's file may hold content that was erased. */
  static final String IS_TO_BE_COMPACTED =
      "SELECT EXISTS (SELECT 1 FROM erasure WHERE compacted = FALSE)";

  /** Says that it does not. */
  static final String IS_COMPACTED = "UPDATE erasure SET compacted = TRUE WHERE compacted = FALSE";

  private static final int KEY_BYTES = 32;
  private static final int SHORT_MARK = 12;
  private static final String MARKED = "erased-";
  private static final String ALGORITHM = "HmacSHA256";

  /** What a mark stands for. */
  enum Kind {
    /** The id of a journey or of a check: no event of it is ever processed again. */
    JOURNEY,
    /** A reference: what was received before the erasure is not processed. */
    PERSON;

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Erased(boolean journey, Instant at) {}

  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final boolean postgres;

  /** With the key; only copies of it are used, which is faster than making one for each event. */
  private Mac mac;

  ErasureTable(
      JdbcClient jdbc, DataSource dataSource, Clock clock, PlatformTransactionManager transactions)
      throws MetaDataAccessException {
    this.jdbc = jdbc;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.postgres =
        JdbcUtils.extractDatabaseMetaData(
            dataSource, data -> data.getDatabaseProductName().equals("PostgreSQL"));
  }

  @PostConstruct
  void open() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    jdbc.sql("INSERT INTO erasure_key (id, secret) VALUES (1, :secret) ON CONFLICT DO NOTHING")
        .param("secret", HexFormat.of().formatHex(random))
        .update();
    String secret = jdbc.sql("SELECT secret FROM erasure_key").query(String.class).single();
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
    }
    hashClear();
  }

  /** The mark of an id: 64 hexadecimal digits. */
  String mark(Kind kind, String source, String id) {
    try {
      String text = kind.column() + '\0' + source + '\0' + id;
      Mac own = (Mac) mac.clone();
      return HexFormat.of().formatHex(own.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Every Java's HMAC-SHA-256 can be copied", e);
    }
  }

  /** What stands in texts in place of an id. */
  String shortMark(Kind kind, String source, String id) {
    return MARKED + mark(kind, source, id).substring(0, SHORT_MARK);
  }

  /** Remembers in the surrounding transaction that this was erased now. */
  void remember(Kind kind, String source, Collection<String> ids) {
    ids.forEach(id -> put(kind, source, mark(kind, source, id), clock.instant()));
  }

  /** When it was erased last; empty when it never was, or when that is forgotten. */
  Optional<Instant> erasedAt(Kind kind, String source, String id) {
    return jdbc.sql("SELECT erased_at FROM erasure WHERE source = :source AND journey_key = :mark")
        .param("source", source)
        .param("mark", mark(kind, source, id))
        .query((row, number) -> SqlTime.get(row, "erased_at"))
        .optional();
  }

  List<Erasures.Erased> last(int limit) {
    return jdbc.sql(
            """
            SELECT source, journey_key, kind, erased_at FROM erasure
            WHERE kind <> 'clear' ORDER BY erased_at DESC LIMIT :limit
            """)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Erasures.Erased(
                    row.getString("source"),
                    MARKED + row.getString("journey_key").substring(0, SHORT_MARK),
                    row.getString("kind"),
                    SqlTime.get(row, "erased_at")))
        .list();
  }

  /**
   * The same events, with tombstones in place of those that belong to what was erased. Until the
   * surrounding transaction ends, {@link #stopStoring} waits: so no event is stored that did not
   * see an erasure and that the erasure did not see either.
   */
  List<Event> without(List<Event> events) {
    if (!postgres) {
      jdbc.sql("SELECT id FROM erasure_key FOR UPDATE").query(Integer.class).list();
    }
    Map<UUID, Set<String>> marks =
        events.stream().collect(Collectors.toMap(Event::id, this::marks, (one, same) -> one));
    Map<String, Erased> erased =
        find(marks.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    return erased.isEmpty()
        ? events
        : events.stream()
            .map(
                event ->
                    isErased(event, marks.get(event.id()), erased)
                        ? buried(event, erased.keySet())
                        : event)
            .toList();
  }

  /** Whether the event belongs to what was erased. */
  boolean covers(Event event) {
    Set<String> marks = marks(event);
    return isErased(event, marks, find(marks));
  }

  /** Where the database's files still hold content that was erased, and until when. */
  String whatStays() {
    return postgres
        ? "PostgreSQL's files hold the old content until VACUUM FULL, its write-ahead log and backups until they are removed"
        : "The file of the embedded database holds the old content until this node is stopped, which rewrites it";
  }

  /**
   * Waits until the transactions that are storing events have ended; others wait until the
   * surrounding one ends.
   */
  void stopStoring() {
    if (postgres) {
      jdbc.sql("LOCK TABLE erasure IN ACCESS EXCLUSIVE MODE").update();
    } else {
      jdbc.sql("SELECT id FROM erasure_key FOR UPDATE").query(Integer.class).list();
    }
  }

  /** Replaces the ids that nodes of an earlier version have written by their marks. */
  void hashClear() {
    transaction.executeWithoutResult(
        status ->
            jdbc.sql("SELECT source, journey_key, erased_at FROM erasure WHERE kind = 'clear'")
                .query(
                    (row, number) ->
                        new Clear(
                            row.getString("source"),
                            row.getString("journey_key"),
                            SqlTime.get(row, "erased_at")))
                .list()
                .forEach(this::hash));
  }

  private record Clear(String source, String id, Instant at) {}

  private void hash(Clear clear) {
    jdbc.sql("DELETE FROM erasure WHERE source = :source AND journey_key = :id AND kind = 'clear'")
        .param("source", clear.source())
        .param("id", clear.id())
        .update();
    put(Kind.JOURNEY, clear.source(), mark(Kind.JOURNEY, clear.source(), clear.id()), clear.at());
  }

  private void put(Kind kind, String source, String mark, Instant at) {
    jdbc.sql("DELETE FROM erasure WHERE source = :source AND journey_key = :mark")
        .param("source", source)
        .param("mark", mark)
        .update();
    jdbc.sql(
            """
            INSERT INTO erasure (source, journey_key, kind, erased_at)
            VALUES (:source, :mark, :kind, :at)
            ON CONFLICT DO NOTHING
            """)
        .param("source", source)
        .param("mark", mark)
        .param("kind", kind.column())
        .param("at", SqlTime.of(at))
        .update();
  }

  private Set<String> marks(Event event) {
    Set<String> marks = new HashSet<>();
    String source = event.source();
    if (event.journeyKey() != null) {
      marks.add(mark(Kind.JOURNEY, source, event.journeyKey()));
    }
    if (event.referenceNo() != null) {
      marks.add(mark(Kind.PERSON, source, event.referenceNo()));
    }
    if (event.isUnreadable()) {
      for (String value : UnreadableBody.of(event.payload()).values()) {
        marks.add(mark(Kind.JOURNEY, source, value));
        marks.add(mark(Kind.PERSON, source, value));
      }
    }
    return marks;
  }

  private Map<String, Erased> find(Set<String> marks) {
    Map<String, Erased> found = new HashMap<>();
    if (marks.isEmpty()) {
      return found;
    }
    jdbc.sql("SELECT journey_key, kind, erased_at FROM erasure WHERE journey_key = ANY(:marks)")
        .param("marks", SqlArrays.ofTexts(marks.stream()))
        .query(
            row -> {
              boolean journey = row.getString("kind").equals(Kind.JOURNEY.column());
              found.put(
                  row.getString("journey_key"), new Erased(journey, SqlTime.get(row, "erased_at")));
            });
    return found;
  }

  private static boolean isErased(Event event, Set<String> marks, Map<String, Erased> erased) {
    boolean check = event.journeyId() == null && event.state().equals(Event.ACCEPTED);
    return marks.stream()
        .map(erased::get)
        .anyMatch(
            one ->
                one != null
                    && (one.journey()
                        || !event.receivedAt().isAfter(one.at())
                        || check && event.receivedAt().isBefore(one.at().plus(LATE_CHECKS))));
  }

  /** A tombstone; no later event of its journey is processed either. */
  private Event buried(Event event, Set<String> known) {
    String source = event.source();
    if (event.journeyKey() != null) {
      String mark = mark(Kind.JOURNEY, source, event.journeyKey());
      if (!known.contains(mark)) {
        put(Kind.JOURNEY, source, mark, clock.instant());
      }
    }
    Names names = Names.of(source, event.journeyKey(), event.referenceNo());
    return event.tombstone(
        keyWithout(names, source, event.key()), names.remove(event.name(), this));
  }

  /** A key that repeats an id becomes a mark of itself: a repeat is still recognised. */
  String keyWithout(Names names, String source, String eventKey) {
    return names.areIn(eventKey) ? "erased:" + mark(Kind.JOURNEY, source, eventKey) : eventKey;
  }

  /** Removes the marks of what was erased before this. */
  void removeBefore(Instant limit) {
    jdbc.sql("DELETE FROM erasure WHERE erased_at < :limit")
        .param("limit", SqlTime.of(limit))
        .update();
  }
}
