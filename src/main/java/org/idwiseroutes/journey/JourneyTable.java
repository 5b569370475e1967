package org.idwiseroutes.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.TransactionCache;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The table {@code journey}. */
@Component
class JourneyTable {

  private static final String INSERT =
      """
      INSERT INTO journey (source, journey_key, updated_at) VALUES (:source, :key, :now)
      ON CONFLICT DO NOTHING
      """;

  private static final String SELECT =
      """
      SELECT journey_key, decision, decision_seq, seq_before_alarm, decided_at, decision_before, person_before,
        system_decision, round, signs,
        renewal, renewal_deadline, required_steps, renewed_at, aml_number, aml_seq, facts, changed_seq,
        reference_no, began_seq
      FROM journey
      """;

  /** The column {@code aml_version} is for nodes of the version before. */
  private static final String UPDATE =
      """
      UPDATE journey SET decision = :decision, decision_seq = :decisionSeq,
        seq_before_alarm = :seqBeforeAlarm,
        decided_at = :decidedAt, decision_before = :decisionBefore,
        person_before = :personBefore, system_decision = :systemDecision, round = :round,
        signs = :signs,
        renewal_at = CASE WHEN renewal = :renewal THEN renewal_at ELSE :now END, renewal = :renewal, renewal_deadline = :renewalDeadline,
        required_steps = :requiredSteps, renewed_at = :renewedAt, aml_version = :amlVersion, aml_number = :amlNumber,
        aml_seq = :amlSeq, facts = :facts, changed_seq = :changedSeq,
        reference_no = :reference, began_seq = :beganSeq, updated_at = :now
      WHERE source = :source AND journey_key = :key
      """;

  /** By number, in their order, so that no two transactions wait for each other crosswise. */
  private static final String LOCK_PERSONS =
      """
      SELECT pg_advisory_xact_lock(person) FROM (
        SELECT DISTINCT hashtextextended(p.source || ' ' || COALESCE(p.reference, (
          SELECT j.reference_no FROM journey j
          WHERE j.source = p.source AND j.journey_key = p.journey_key)), 0) AS person
        FROM UNNEST(CAST(:sources AS VARCHAR ARRAY), CAST(:keys AS VARCHAR ARRAY),
            CAST(:persons AS VARCHAR ARRAY))
          AS p (source, journey_key, reference)
        ORDER BY person
        OFFSET 0) persons
      WHERE person IS NOT NULL
      """;

  /** The embedded database has no such locks and one node: its decisions take turns. */
  private static final String LOCK_ALL_PERSONS =
      "SELECT name FROM destination WHERE name = 'decide' FOR UPDATE";

  private static final String NEWEST_HUNDRED = "ORDER BY began_seq DESC LIMIT 100";

  private static final int LONGEST_OLD_VERSION = 62;

  private static final TypeReference<List<RequiredStep>> STEPS = new TypeReference<>() {};
  private static final TypeReference<List<Fact>> FACTS = new TypeReference<>() {};
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which journey was a person's newest when this event came. */
  private record Question(JourneyKey key, long seq) {

    static Question of(Journeys.Wanted wanted) {
      return new Question(wanted.key(), wanted.seq());
    }
  }

  /** When the first and the last journey of a person began. */
  private record Span(long first, long last) {

    Span with(Span other) {
      return new Span(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final SqlBuffer buffer;
  private final Clock clock;
  private final boolean postgres;
  private final TransactionCache<JourneyKey, Journey> locked = new TransactionCache<>();
  private final TransactionCache<Question, Span> spans = new TransactionCache<>();

  JourneyTable(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batch,
      SqlBuffer buffer,
      Clock clock,
      DataSource dataSource)
      throws MetaDataAccessException {
    this.postgres =
        JdbcUtils.extractDatabaseMetaData(
            dataSource, data -> data.getDatabaseProductName().equals("PostgreSQL"));
    this.jdbc = jdbc;
    this.batch = batch;
    this.buffer = buffer;
    this.clock = clock;
  }

  /**
   * Reads and locks journeys for the surrounding transaction, after their persons: what one journey
   * means may depend on the others of its person. Journeys are locked in the order of their keys as
   * in every other node, so that no two wait for each other. That is the order of an expression:
   * for the order of the index PostgreSQL before 17 may read all journeys of the source.
   */
  void lockAll(Collection<Journeys.Wanted> wanted) {
    lockPersons(wanted);
    List<JourneyKey> ordered =
        wanted.stream().map(Journeys.Wanted::key).distinct().sorted().toList();
    batch.batchUpdate(INSERT, ordered.stream().map(this::named).toArray(SqlParameterSource[]::new));
    Map<String, List<JourneyKey>> bySource =
        ordered.stream()
            .collect(Collectors.groupingBy(JourneyKey::source, TreeMap::new, Collectors.toList()));
    bySource.forEach(this::lockAll);
    findSpans(wanted);
  }

  private void lockPersons(Collection<Journeys.Wanted> wanted) {
    if (!postgres) {
      jdbc.sql(LOCK_ALL_PERSONS).query(row -> {});
      return;
    }
    jdbc.sql(LOCK_PERSONS)
        .param("sources", SqlArrays.ofTexts(wanted.stream().map(one -> one.key().source())))
        .param("keys", SqlArrays.ofTexts(wanted.stream().map(one -> one.key().key())))
        .param("persons", SqlArrays.ofTexts(wanted.stream().map(Journeys.Wanted::reference)))
        .query(row -> {});
  }

  private void lockAll(String source, List<JourneyKey> keys) {
    Map<JourneyKey, Journey> journeys = new HashMap<>();
    jdbc.sql(
            SELECT
                + """
                WHERE source = :source AND journey_key = ANY(:keys)
                ORDER BY journey_key || ''
                FOR UPDATE
                """)
        .param("source", source)
        .param("keys", SqlArrays.ofTexts(keys.stream().map(JourneyKey::key)))
        .query(
            row -> {
              journeys.put(new JourneyKey(source, row.getString("journey_key")), read(row));
            });
    locked.putAll(journeys);
  }

  /** Reads, for each event of a person, when that person's journeys have begun. */
  private void findSpans(Collection<Journeys.Wanted> wanted) {
    List<Journeys.Wanted> known = wanted.stream().filter(one -> reference(one) != null).toList();
    if (known.isEmpty()) {
      return;
    }
    Map<Question, Span> found = new HashMap<>();
    for (Journeys.Wanted one : known) {
      known.stream()
          .filter(other -> other.key().source().equals(one.key().source()))
          .filter(other -> reference(one).equals(reference(other)) && began(other) < one.seq())
          .map(other -> new Span(began(other), began(other)))
          .forEach(span -> found.merge(Question.of(one), span, Span::with));
    }
    jdbc.sql(
            """
            SELECT p.source, p.journey_key, p.seq,
              (SELECT MIN(j.began_seq) FROM journey j
               WHERE j.source = p.source AND j.reference_no = p.reference) AS first,
              (SELECT MAX(j.began_seq) FROM journey j
               WHERE j.source = p.source AND j.reference_no = p.reference) AS last
            FROM UNNEST(CAST(:sources AS VARCHAR ARRAY), CAST(:keys AS VARCHAR ARRAY),
                CAST(:persons AS VARCHAR ARRAY), CAST(:seqs AS BIGINT ARRAY))
              AS p (source, journey_key, reference, seq)
            """)
        .param("sources", SqlArrays.ofTexts(known.stream().map(one -> one.key().source())))
        .param("keys", SqlArrays.ofTexts(known.stream().map(one -> one.key().key())))
        .param("persons", SqlArrays.ofTexts(known.stream().map(this::reference)))
        .param(
            "seqs", new SqlArrayValue("int8", known.stream().map(Journeys.Wanted::seq).toArray()))
        .query(
            row -> {
              Long first = row.getObject("first", Long.class);
              if (first != null) {
                JourneyKey key =
                    new JourneyKey(row.getString("source"), row.getString("journey_key"));
                found.merge(
                    new Question(key, row.getLong("seq")),
                    new Span(first, row.getLong("last")),
                    Span::with);
              }
            });
    spans.putAll(found);
  }

  private String reference(Journeys.Wanted wanted) {
    return wanted.reference() == null ? locked.get(wanted.key()).reference() : wanted.reference();
  }

  private long began(Journeys.Wanted wanted) {
    Long known = locked.get(wanted.key()).beganSeq();
    return known == null ? wanted.seq() : known;
  }

  /** Whether no journey of the same person that is known has begun after this one. */
  boolean isNewest(Journeys.Wanted wanted) {
    Span span = spans.get(Question.of(wanted));
    return span == null || span.last() <= began(wanted);
  }

  /**
   * What the person's other journeys say.
   *
   * @param decided whether it matters what persons have decided on the newest hundred of them, or
   *     their alarms alone
   */
  Others others(Journeys.Wanted wanted, boolean decided) {
    Span span = spans.get(Question.of(wanted));
    long own = began(wanted);
    if (span == null || span.equals(new Span(own, own))) {
      return Others.NONE;
    }
    String source = wanted.key().source();
    String reference = reference(wanted);
    Map<JourneyKey, Others.One> others = new HashMap<>();
    jdbc.sql(
            """
            SELECT journey_key, signs, decision, decision_seq FROM journey
            WHERE source = :source AND reference_no = :reference AND began_seq IS NOT NULL
            """
                + (decided ? NEWEST_HUNDRED : "AND signs LIKE '%OVERRULES%'"))
        .param("source", source)
        .param("reference", reference)
        .query(
            row -> {
              others.put(new JourneyKey(source, row.getString("journey_key")), other(row));
            });
    locked
        .all()
        .forEach(
            (key, journey) -> {
              if (key.source().equals(source) && reference.equals(journey.reference())) {
                others.put(key, Others.One.of(journey));
              }
            });
    others.remove(wanted.key());
    return Others.of(others.values());
  }

  private static Others.One other(ResultSet row) throws SQLException {
    Long seq = row.getObject("decision_seq", Long.class);
    return new Others.One(
        signs(row.getString("signs")).contains(Journey.Sign.OVERRULES),
        Decision.of(row.getString("decision")).orElse(null),
        seq == null ? -1 : seq);
  }

  /**
   * The journey of this person that has begun last, as far as that is decided: also one that began
   * after this event came, where this one waited longer.
   */
  Optional<Journey> newest(Journeys.Wanted wanted) {
    return jdbc.sql(
            SELECT
                + """
                WHERE source = :source AND reference_no = :reference AND began_seq IS NOT NULL
                ORDER BY began_seq DESC LIMIT 1
                """)
        .param("source", wanted.key().source())
        .param("reference", reference(wanted))
        .query(
            (row, number) -> {
              JourneyKey key = new JourneyKey(wanted.key().source(), row.getString("journey_key"));
              Journey inHand = locked.get(key);
              return inHand == null ? read(row) : inHand;
            })
        .optional();
  }

  /** Whether it counts for its person, see {@link Journeys#COUNTS}. */
  boolean counts(JourneyKey key) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM journey j WHERE j.source = :source AND j.journey_key = :key AND %s)
            """
                .formatted(Journeys.COUNTS))
        .param("source", key.source())
        .param("key", key.key())
        .query(Boolean.class)
        .single();
  }

  /** One as it stands, in the surrounding transaction if that has it; empty for none. */
  Optional<Journey> read(JourneyKey key) {
    Journey inHand = locked.get(key);
    if (inHand != null) {
      return Optional.of(inHand);
    }
    return jdbc.sql(SELECT + "WHERE source = :source AND journey_key = :key")
        .param("source", key.source())
        .param("key", key.key())
        .query((row, number) -> read(row))
        .optional();
  }

  /** Reads and locks one, unless the transaction has it already. */
  Journey lock(Journeys.Wanted wanted) {
    Journey known = locked.get(wanted.key());
    if (known != null) {
      return known;
    }
    lockAll(List.of(wanted));
    return locked.get(wanted.key());
  }

  /** Writes a locked journey, by the end of the surrounding transaction. */
  void store(JourneyKey key, Journey journey) {
    locked.replace(key, journey);
    BigInteger version = journey.amlVersion();
    buffer.write(
        UPDATE,
        named(key)
            .addValue("decision", text(journey.decision()))
            .addValue("decisionSeq", journey.decisionSeq())
            .addValue("seqBeforeAlarm", journey.seqBeforeAlarm())
            .addValue(
                "decidedAt", journey.decidedAt() == null ? null : SqlTime.of(journey.decidedAt()))
            .addValue("decisionBefore", text(journey.decisionBefore()))
            .addValue("personBefore", text(journey.personBefore()))
            .addValue("systemDecision", text(journey.systemDecision()))
            .addValue("round", journey.round())
            .addValue(
                "signs",
                journey.signs().stream().sorted().map(Enum::name).collect(Collectors.joining(",")))
            .addValue("renewal", journey.renewal().toString())
            .addValue("renewalDeadline", journey.renewalDeadline())
            .addValue("requiredSteps", write(journey.requiredSteps()))
            .addValue(
                "renewedAt", journey.renewedAt() == null ? null : SqlTime.of(journey.renewedAt()))
            .addValue(
                "amlVersion",
                version == null || version.bitLength() > LONGEST_OLD_VERSION
                    ? null
                    : Long.valueOf(version.longValue()))
            .addValue("amlNumber", version == null ? null : version.toString())
            .addValue("amlSeq", journey.amlSeq())
            .addValue("facts", write(journey.facts()))
            .addValue("changedSeq", journey.changedSeq())
            .addValue("reference", journey.reference())
            .addValue("beganSeq", journey.beganSeq()));
  }

  private MapSqlParameterSource named(JourneyKey key) {
    return new MapSqlParameterSource()
        .addValue("source", key.source())
        .addValue("key", key.key())
        .addValue("now", SqlTime.of(clock.instant()));
  }

  private static Journey read(ResultSet row) throws SQLException {
    String version = row.getString("aml_number");
    return new Journey(
        Decision.of(row.getString("decision")).orElse(null),
        row.getObject("decision_seq", Long.class),
        row.getObject("seq_before_alarm", Long.class),
        SqlTime.get(row, "decided_at"),
        Decision.of(row.getString("decision_before")).orElse(null),
        Decision.of(row.getString("person_before")).orElse(null),
        Decision.of(row.getString("system_decision")).orElse(null),
        row.getInt("round"),
        signs(row.getString("signs")),
        Renewal.valueOf(row.getString("renewal").toUpperCase(Locale.ROOT)),
        row.getString("renewal_deadline"),
        read(row.getString("required_steps"), STEPS),
        SqlTime.get(row, "renewed_at"),
        version == null ? null : new BigInteger(version),
        row.getObject("aml_seq", Long.class),
        read(row.getString("facts"), FACTS),
        row.getObject("changed_seq", Long.class),
        row.getString("reference_no"),
        row.getObject("began_seq", Long.class));
  }

  private static Set<Journey.Sign> signs(String names) {
    Set<Journey.Sign> signs = EnumSet.noneOf(Journey.Sign.class);
    Arrays.stream(names.split(","))
        .filter(name -> !name.isEmpty())
        .map(Journey.Sign::valueOf)
        .forEach(signs::add);
    return Set.copyOf(signs);
  }

  private static String write(List<?> items) {
    try {
      return items.isEmpty() ? null : JSON.writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of plain values can be written", e);
    }
  }

  private static <T> List<T> read(String json, TypeReference<List<T>> type) {
    try {
      return json == null ? List.of() : JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table journey holds what was written here", e);
    }
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }
}
