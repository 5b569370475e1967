package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.inbox.ErasureReport.Check;
import org.idwiseroutes.inbox.ErasureReport.Unreadable;
import org.idwiseroutes.inbox.ErasureTable.Kind;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database holds of a person, in all tables. */
@Component
class PersonalData {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int UNREADABLE_AT_ONCE = 100;

  /** With more journeys and checks, a reference is not one person's. */
  private static final int MOST_IDS = 500;

  /** Tables whose rows of a delivery or of a journey go, in this order. */
  private static final List<Part> PARTS =
      List.of(
          new Part(
              "exchange_log",
              "delivery_id IN (SELECT id FROM delivery WHERE event_id = ANY(:ids))"),
          new Part("comparison_item", "event_id = ANY(:ids)"),
          new Part(
              "attempt", "delivery_id IN (SELECT id FROM delivery WHERE event_id = ANY(:ids))"),
          new Part(
              "replay_item", "delivery_id IN (SELECT id FROM delivery WHERE event_id = ANY(:ids))"),
          new Part("delivery", "event_id = ANY(:ids)"),
          new Part("journey", "source = :source AND journey_key = ANY(:keys)"),
          new Part("remote_id", "source = :source AND journey_key = ANY(:keys)"),
          new Part("timer", "source = :source AND journey_key = ANY(:keys)"),
          new Part("api_call", "source = :source AND journey_key = ANY(:keys)"));

  /**
   * Deliveries about no event. Those that ask other systems to forget a person have to name who it
   * is, and go once they are answered.
   */
  private static final String OWN_LETTERS = "event_id IS NULL AND destination NOT LIKE 'forget-%'";

  /** Rows that stay, with marks in place of ids. Letters to operations belong to no event. */
  private static final List<Texts> TEXTS =
      List.of(
          new Texts("destination", List.of("name"), Map.of("held_reason", 2_000), "TRUE"),
          new Texts(
              "failure_alert", List.of("destination", "digest"), Map.of("summary", 400), "TRUE"),
          new Texts("alert", List.of("id"), Map.of("text", 600, "reason", 1_000), "TRUE"),
          new Texts(
              "proposal", List.of("id"), Map.of("reason", 1_000, "decision_reason", 1_000), "TRUE"),
          new Texts("comparison", List.of("id"), Map.of("reason", 1_000, "problem", 1_000), "TRUE"),
          new Texts(
              "erasure_answer", List.of("erasure_id", "system"), Map.of("reason", 1_000), "TRUE"),
          new Texts("replay", List.of("id"), Map.of("what", 400, "reason", 1_000), "TRUE"),
          new Texts(
              "audit",
              List.of("id"),
              Map.of("subject", 400, "detail", 2_000, "reason", 1_000),
              "TRUE"),
          new Texts(
              "delivery",
              List.of("id"),
              Map.of(
                  "body", Integer.MAX_VALUE,
                  "variables", Integer.MAX_VALUE,
                  "lane", 720,
                  "last_error", 2_000,
                  "failure_group", 400),
              OWN_LETTERS),
          new Texts(
              "attempt",
              List.of("delivery_id", "series", "number"),
              Map.of("error", 2_000),
              "delivery_id IN (SELECT id FROM delivery WHERE %s)".formatted(OWN_LETTERS)));

  private final JdbcClient jdbc;
  private final ErasureTable erasures;
  private final RewrittenReceipts receipts;

  PersonalData(JdbcClient jdbc, ErasureTable erasures, RewrittenReceipts receipts) {
    this.receipts = receipts;
    this.jdbc = jdbc;
    this.erasures = erasures;
  }

  private record Part(String table, String where) {}

  private record Texts(String table, List<String> key, Map<String, Integer> columns, String where) {

    UnaryOperator<String> rewriting(String column, Names names, ErasureTable marks) {
      return switch (table) {
        case "destination", "failure_alert" -> text -> names.removeAll(text, marks);
        case "alert" ->
            column.equals("reason")
                ? text -> names.remove(text, marks)
                : text -> names.removeAll(text, marks);
        case "replay", "audit" ->
            column.equals("reason")
                ? text -> names.remove(text, marks)
                : text -> names.removeFromAct(text, marks);
        default -> text -> names.remove(text, marks);
      };
    }
  }

  /**
   * What belongs to the person.
   *
   * @param events all events, those of journeys, the checks and the unreadable ones
   * @param searched the events of the quarantine and the test calls that were read for this
   * @param staysElsewhere whether other journeys of the same reference stay
   */
  record Found(
      Names names,
      List<String> journeys,
      List<Check> checks,
      List<Unreadable> unreadable,
      Set<UUID> events,
      Set<UUID> searched,
      boolean staysElsewhere,
      List<String> notes) {}

  /**
   * Finds what belongs to a person.
   *
   * @param before found by the same request a moment ago, so that no body is read twice; null for
   *     nothing
   * @throws IllegalArgumentException when the reference has too many journeys to be one person's
   */
  Found find(ErasureRequest asked, Found before) {
    String source = asked.source();
    Set<String> journeys = new TreeSet<>();
    Set<String> references = new TreeSet<>();
    List<String> notes = new ArrayList<>();
    boolean staysElsewhere = false;
    if (asked.journeyId() == null) {
      journeys.addAll(journeys(source, asked.reference()));
      references.add(asked.reference());
    } else {
      journeys.add(asked.journeyId());
      for (String reference : references(source, asked.journeyId())) {
        Set<String> others = new TreeSet<>(journeys(source, reference));
        others.remove(asked.journeyId());
        if (others.isEmpty()) {
          references.add(reference);
        } else {
          staysElsewhere = true;
          notes.add(
              "The journey's reference has other journeys (%d): they and the checks of this reference stay"
                  .formatted(others.size()));
        }
      }
    }
    Set<UUID> events = new LinkedHashSet<>(events(source, journeys));
    List<Check> checks = new ArrayList<>();
    Set<String> keys = new TreeSet<>(journeys);
    checks(source, references, checks, keys);
    checks.forEach(check -> events.add(check.id()));
    if (keys.size() > MOST_IDS) {
      throw new IllegalArgumentException(
          "This reference has %d journeys and checks, more than %d: it is not one person's, so erase the journeys one by one"
              .formatted(keys.size(), MOST_IDS));
    }
    Names names = new Names(source, keys, references);
    if (names.forms().stream().anyMatch(id -> !UnreadableBody.isTelling(id))) {
      notes.add(
          "An id of fewer than 6 characters is looked for in unreadable events at IDWise's own fields alone");
    }
    Set<UUID> searched = new HashSet<>(before == null ? Set.of() : before.searched());
    List<Unreadable> unreadable = new ArrayList<>(before == null ? List.of() : before.unreadable());
    unreadable(names, searched, unreadable);
    unreadable.forEach(one -> events.add(one.id()));
    return new Found(
        names, List.copyOf(journeys), checks, unreadable, events, searched, staysElsewhere, notes);
  }

  /** Whoever is deciding or ending one of these deliveries commits before. */
  void lock(Found found) {
    jdbc.sql("SELECT id FROM delivery WHERE event_id = ANY(:ids) ORDER BY id FOR UPDATE")
        .param("ids", SqlArrays.ofIds(found.events().stream()))
        .query(UUID.class)
        .list();
  }

  /** How many rows of which table belong to the person, or name the person. */
  Map<String, Integer> count(Found found) {
    Map<String, Integer> rows = new TreeMap<>();
    for (Part part : PARTS) {
      rows.put(
          part.table(),
          parameters("SELECT COUNT(*) FROM ", part, found).query(Integer.class).single());
    }
    rows.put("event", found.events().size());
    return rows;
  }

  /** Erases all of it in the surrounding transaction; answers how many rows of which table. */
  Map<String, Integer> erase(Found found) {
    Map<String, Integer> rows = new TreeMap<>();
    shortenReplays(found);
    for (Part part : PARTS) {
      rows.put(part.table(), parameters("DELETE FROM ", part, found).update());
    }
    renameEvents(found);
    rows.put(
        "event",
        jdbc.sql(
                """
                UPDATE event SET state = 'erased', payload = '', journey_id = NULL,
                  journey_key = NULL, reference_no = NULL, problem = NULL, decision = NULL,
                  previous_decision = NULL, changed = NULL, outcome = NULL, stale = NULL, worse = NULL,
                  verdict = NULL
                WHERE id = ANY(:ids)
                """)
            .param("ids", SqlArrays.ofIds(found.events().stream()))
            .update());
    receipts.ofEvents(found.events());
    return rows;
  }

  /** The ids of tickets that are kept of these, open ones and the last that were closed. */
  List<String> tickets(Names names) {
    return jdbc.sql(
            """
            SELECT DISTINCT id FROM remote_id
            WHERE source = :source AND journey_key = ANY(:keys)
              AND (name LIKE 'ticket.%' OR name LIKE 'closed.%')
            ORDER BY id
            """)
        .param("source", names.source())
        .param(
            "keys",
            SqlArrays.ofTexts(
                Stream.concat(names.journeys().stream(), names.references().stream())))
        .query(String.class)
        .list();
  }

  /** The journeys and checks of which one of these events came without a reference. */
  List<String> withoutReference(Collection<UUID> events) {
    return jdbc.sql(
            """
            SELECT DISTINCT journey_key FROM event
            WHERE id = ANY(:ids) AND reference_no IS NULL AND journey_key IS NOT NULL
            """)
        .param("ids", SqlArrays.ofIds(events.stream()))
        .query(String.class)
        .list();
  }

  /** Whether an event has this id, or a journey this reference, in any source. */
  boolean isInUse(String id) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM event WHERE reference_no = :id)
              OR EXISTS (SELECT 1 FROM event WHERE journey_key = :id)
              OR EXISTS (SELECT 1 FROM journey WHERE reference_no = :id)
            """)
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** The ids that an attempt which was under way has written since. */
  void eraseAgain(Names names) {
    for (Part part : PARTS) {
      if (Set.of("remote_id", "api_call", "timer").contains(part.table())) {
        jdbc.sql("DELETE FROM " + part.table() + " WHERE " + part.where())
            .param("source", names.source())
            .param("keys", SqlArrays.ofTexts(keys(part, names)))
            .update();
      }
    }
  }

  /**
   * Puts marks in place of the ids where these stand in texts of rows that stay.
   *
   * @param write false only counts
   * @return how many rows of which table, where there are any
   */
  Map<String, Integer> rewrite(Names names, boolean write) {
    Map<String, Integer> rows = new TreeMap<>();
    for (Texts texts : TEXTS) {
      int changed = rewrite(texts, names, write);
      if (changed > 0) {
        rows.merge(texts.table(), changed, Integer::sum);
      }
    }
    int proposals = rewriteProposals(names, write);
    if (proposals > 0) {
      rows.merge("proposal", proposals, Integer::sum);
    }
    return rows;
  }

  /**
   * What a proposal asks for is data and no text: an id counts where it stands as such, however
   * short it is, and only if the source is this one or none.
   */
  int rewriteProposals(Names names, boolean write) {
    int changed = 0;
    for (Proposed row :
        jdbc.sql("SELECT id, what, request FROM proposal")
            .query(
                (found, number) ->
                    new Proposed(
                        found.getObject("id", UUID.class),
                        found.getString("what"),
                        found.getString("request")))
            .list()) {
      Proposed marked = marked(row, names);
      if (!marked.equals(row)) {
        changed++;
        if (write) {
          jdbc.sql("UPDATE proposal SET what = :what, request = :request WHERE id = :id")
              .param("what", marked.what())
              .param("request", marked.request())
              .param("id", row.id())
              .update();
        }
      }
    }
    return changed;
  }

  private Proposed marked(Proposed row, Names names) {
    try {
      ObjectNode request = (ObjectNode) JSON.readTree(row.request());
      String source = request.path("source").asText(null);
      String what = row.what();
      if (source == null || source.equals(names.source())) {
        what = mark(request, "journeyId", names.journeys(), Kind.JOURNEY, names, what);
        what = mark(request, "reference", names.references(), Kind.PERSON, names, what);
        what = mark(request, "referenceNo", names.references(), Kind.PERSON, names, what);
        if (request.path("failure").isTextual()) {
          request.put("failure", names.remove(request.path("failure").asText(), erasures));
        }
      }
      return what.equals(row.what()) && JSON.readTree(row.request()).equals(request)
          ? row
          : new Proposed(row.id(), what, request.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored proposal cannot be read", e);
    }
  }

  private String mark(
      ObjectNode request, String field, Set<String> ids, Kind kind, Names names, String what) {
    String id = request.path(field).asText(null);
    if (id == null || !ids.contains(id)) {
      return what;
    }
    String mark = erasures.shortMark(kind, names.source(), id);
    request.put(field, mark);
    return what.replace(" " + id, " " + mark);
  }

  private record Proposed(UUID id, String what, String request) {}

  private int rewrite(Texts texts, Names names, boolean write) {
    List<String> forms = List.copyOf(names.forms());
    List<String> columns = List.copyOf(texts.columns().keySet());
    String named =
        columns.stream()
            .flatMap(
                column ->
                    IntStream.range(0, forms.size())
                        .mapToObj(i -> "POSITION(:form%d IN %s) > 0".formatted(i, column)))
            .collect(Collectors.joining(" OR "));
    JdbcClient.StatementSpec select =
        jdbc.sql(
            "SELECT %s, %s FROM %s WHERE %s AND (%s)"
                .formatted(
                    String.join(", ", texts.key()),
                    String.join(", ", columns),
                    texts.table(),
                    texts.where(),
                    named));
    for (int i = 0; i < forms.size(); i++) {
      select.param("form" + i, forms.get(i));
    }
    int changed = 0;
    for (Map<String, Object> row : select.query().listOfRows()) {
      Map<String, String> rewritten = new LinkedHashMap<>();
      for (String column : columns) {
        String text = (String) row.get(column);
        String without = texts.rewriting(column, names, erasures).apply(text);
        if (without != null && !without.equals(text)) {
          int longest = texts.columns().get(column);
          rewritten.put(
              column, without.length() > longest ? without.substring(0, longest) : without);
        }
      }
      if (!rewritten.isEmpty()) {
        changed++;
        if (write) {
          write(texts, row, rewritten);
          if (texts.table().equals("audit")) {
            receipts.ofAct((UUID) row.get("id"));
          }
        }
      }
    }
    return changed;
  }

  private void write(Texts texts, Map<String, Object> row, Map<String, String> rewritten) {
    JdbcClient.StatementSpec update =
        jdbc.sql(
            "UPDATE %s SET %s WHERE %s"
                .formatted(
                    texts.table(),
                    equations(rewritten.keySet(), ", "),
                    equations(texts.key(), " AND ")));
    rewritten.forEach(update::param);
    texts.key().forEach(column -> update.param(column, row.get(column)));
    update.update();
  }

  private static String equations(Collection<String> columns, String between) {
    return columns.stream()
        .map(column -> column + " = :" + column)
        .collect(Collectors.joining(between));
  }

  private void shortenReplays(Found found) {
    jdbc.sql(
            """
            UPDATE replay SET total = total - (
              SELECT COUNT(*) FROM replay_item i JOIN delivery d ON d.id = i.delivery_id
              WHERE i.replay_id = replay.id AND d.event_id = ANY(:ids))
            WHERE id IN (
              SELECT i.replay_id FROM replay_item i JOIN delivery d ON d.id = i.delivery_id
              WHERE d.event_id = ANY(:ids))
            """)
        .param("ids", SqlArrays.ofIds(found.events().stream()))
        .update();
  }

  /** What IDWise chose as an event's id or name may repeat a person's id. */
  private void renameEvents(Found found) {
    record Named(UUID id, String key, String name) {}
    Names names = found.names();
    jdbc
        .sql("SELECT id, event_key, event FROM event WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(found.events().stream()))
        .query(
            (row, number) ->
                new Named(
                    row.getObject("id", UUID.class),
                    row.getString("event_key"),
                    row.getString("event")))
        .list()
        .stream()
        .filter(event -> names.areIn(event.key()) || names.areIn(event.name()))
        .forEach(
            event ->
                jdbc.sql("UPDATE event SET event_key = :key, event = :name WHERE id = :id")
                    .param("key", erasures.keyWithout(names, names.source(), event.key()))
                    .param("name", names.remove(event.name(), erasures))
                    .param("id", event.id())
                    .update());
  }

  /** The ticket of a person's checks is kept under the reference. */
  private static Stream<String> keys(Part part, Names names) {
    return part.table().equals("remote_id")
        ? Stream.concat(names.journeys().stream(), names.references().stream())
        : names.journeys().stream();
  }

  private JdbcClient.StatementSpec parameters(String verb, Part part, Found found) {
    JdbcClient.StatementSpec statement = jdbc.sql(verb + part.table() + " WHERE " + part.where());
    return part.where().contains(":ids")
        ? statement.param("ids", SqlArrays.ofIds(found.events().stream()))
        : statement
            .param("source", found.names().source())
            .param("keys", SqlArrays.ofTexts(keys(part, found.names())));
  }

  private List<String> journeys(String source, String reference) {
    return jdbc.sql(
            """
            SELECT journey_key FROM event
            WHERE source = :source AND reference_no = :reference AND journey_id IS NOT NULL
            UNION
            SELECT journey_key FROM journey
            WHERE source = :source AND reference_no = :reference
            """)
        .param("source", source)
        .param("reference", reference)
        .query(String.class)
        .list();
  }

  private List<String> references(String source, String journeyId) {
    return jdbc.sql(
            """
            SELECT DISTINCT reference_no FROM event
            WHERE source = :source AND journey_key = :journey AND reference_no IS NOT NULL
            """)
        .param("source", source)
        .param("journey", journeyId)
        .query(String.class)
        .list();
  }

  private List<UUID> events(String source, Collection<String> journeys) {
    return jdbc.sql("SELECT id FROM event WHERE source = :source AND journey_key = ANY(:keys)")
        .param("source", source)
        .param("keys", SqlArrays.ofTexts(journeys.stream()))
        .query(UUID.class)
        .list();
  }

  private void checks(
      String source, Collection<String> references, List<Check> checks, Set<String> keys) {
    jdbc.sql(
            """
            SELECT id, event, journey_key, received_at FROM event
            WHERE source = :source AND reference_no = ANY(:references) AND journey_id IS NULL
            ORDER BY id
            """)
        .param("source", source)
        .param("references", SqlArrays.ofTexts(references.stream()))
        .query(
            row -> {
              checks.add(
                  new Check(
                      row.getObject("id", UUID.class),
                      row.getString("event"),
                      SqlTime.get(row, "received_at")));
              if (row.getString("journey_key") != null) {
                keys.add(row.getString("journey_key"));
              }
            });
  }

  /** Reads what could not be read and was not searched before, some at a time. */
  private void unreadable(Names names, Set<UUID> searched, List<Unreadable> found) {
    List<UUID> open =
        jdbc
            .sql(
                """
                SELECT id FROM event
                WHERE state IN ('quarantined', 'dismissed', 'test') AND source = :source AND journey_key IS NULL
                  AND reference_no IS NULL
                ORDER BY id
                """)
            .param("source", names.source())
            .query(UUID.class)
            .list()
            .stream()
            .filter(searched::add)
            .toList();
    record Body(UUID id, Instant receivedAt, String payload) {}
    for (int i = 0; i < open.size(); i += UNREADABLE_AT_ONCE) {
      List<UUID> some = open.subList(i, Math.min(open.size(), i + UNREADABLE_AT_ONCE));
      jdbc.sql("SELECT id, received_at, payload FROM event WHERE id = ANY(:ids) ORDER BY id")
          .param("ids", SqlArrays.ofIds(some.stream()))
          .query(
              (row, number) ->
                  new Body(
                      row.getObject("id", UUID.class),
                      SqlTime.get(row, "received_at"),
                      row.getString("payload")))
          .list()
          .forEach(
              body ->
                  UnreadableBody.of(body.payload())
                      .about(names)
                      .ifPresent(
                          why -> found.add(new Unreadable(body.id(), body.receivedAt(), why))));
    }
  }
}
