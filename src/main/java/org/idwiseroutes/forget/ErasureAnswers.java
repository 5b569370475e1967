package org.idwiseroutes.forget;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.inbox.ErasedPerson;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code erasure_request} and {@code erasure_answer}. */
@Component
class ErasureAnswers {

  private static final int LONGEST_ANSWERS = 400;

  private static final String OPEN =
      """
      r.id IN (SELECT o.erasure_id FROM erasure_answer o
        WHERE o.state IN ('asked', 'told', 'by-hand'))
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  ErasureAnswers(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A system whose delivery, which names the person, has not been removed yet. */
  record Named(UUID erasureId, String system, String destination) {}

  /** How many erasures are open, and of those how many are due. */
  record Open(int all, int due, Instant since) {}

  void begin(UUID id, ErasedPerson person, Instant deadline, Map<String, String> systems) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            INSERT INTO erasure_request (id, source, mark, what, erased_at, deadline)
            VALUES (:id, :source, :mark, :what, :now, :deadline)
            """)
        .param("id", id)
        .param("source", person.source())
        .param("mark", person.mark())
        .param("what", person.what())
        .param("now", SqlTime.of(now))
        .param("deadline", SqlTime.of(deadline))
        .update();
    systems.forEach(
        (system, destination) ->
            jdbc.sql(
                    """
                    INSERT INTO erasure_answer (erasure_id, system, destination, state, at, named)
                    VALUES (:id, :system, :destination, 'asked', :now, TRUE)
                    """)
                .param("id", id)
                .param("system", system)
                .param("destination", destination)
                .param("now", SqlTime.of(now))
                .update());
  }

  /** A system has answered, or somebody has been told; a repeated attempt changes nothing. */
  void heard(UUID id, String system, String state, String answers) {
    jdbc.sql(
            """
            UPDATE erasure_answer SET state = :state, answers = :answers, at = :now
            WHERE erasure_id = :id AND system = :system AND state = 'asked'
            """)
        .param("state", state)
        .param("answers", StoredText.of(answers, LONGEST_ANSWERS))
        .param("now", SqlTime.of(clock.instant()))
        .param("id", id)
        .param("system", system)
        .update();
  }

  /** Somebody has seen to it; false when there is nothing to see to by hand. */
  boolean done(UUID id, String system, Actor actor) {
    return jdbc.sql(
                """
                UPDATE erasure_answer
                SET state = 'done', at = :now, operator = :operator, reason = :reason
                WHERE erasure_id = :id AND system = :system AND state IN ('told', 'by-hand')
                """)
            .param("now", SqlTime.of(clock.instant()))
            .param("operator", actor.name())
            .param("reason", actor.reason())
            .param("id", id)
            .param("system", system)
            .update()
        == 1;
  }

  List<Named> named() {
    return jdbc.sql("SELECT erasure_id, system, destination FROM erasure_answer WHERE named = TRUE")
        .query(
            (row, number) ->
                new Named(
                    row.getObject("erasure_id", UUID.class),
                    row.getString("system"),
                    row.getString("destination")))
        .list();
  }

  /** Where the system was asked; empty when this erasure has asked no such system. */
  Optional<Named> named(UUID id, String system) {
    return jdbc.sql(
            "SELECT destination FROM erasure_answer WHERE erasure_id = :id AND system = :system")
        .param("id", id)
        .param("system", system)
        .query((row, number) -> new Named(id, system, row.getString("destination")))
        .optional();
  }

  /** Its delivery is gone; where the system had not answered, nobody is asked any more. */
  void unnamed(Named one) {
    jdbc.sql(
            """
            UPDATE erasure_answer SET named = FALSE,
              at = CASE WHEN state = 'asked' THEN :now ELSE at END,
              answers = CASE WHEN state = 'asked' THEN 'its delivery ended without an answer' ELSE answers END,
              state = CASE WHEN state = 'asked' THEN 'by-hand' ELSE state END
            WHERE erasure_id = :id AND system = :system
            """)
        .param("now", SqlTime.of(clock.instant()))
        .param("id", one.erasureId())
        .param("system", one.system())
        .update();
  }

  Optional<ErasureView> find(UUID id) {
    return views("r.id = :id", Map.of("id", id), 1).stream().findFirst();
  }

  /** The latest first; of those that are not complete, if only they are asked for. */
  List<ErasureView> last(boolean openOnly, int limit) {
    return views(openOnly ? OPEN : "TRUE", Map.of(), limit);
  }

  /** Of one mark, the oldest last. */
  List<ErasureView> of(String source, String mark, int limit) {
    return views(
        "r.source = :source AND r.mark = :mark", Map.of("source", source, "mark", mark), limit);
  }

  /** How many are not complete, and how many of them have a deadline before this. */
  Open open(Instant before) {
    return jdbc.sql(
            """
            SELECT COUNT(*) AS number,
              SUM(CASE WHEN r.deadline < :before THEN 1 ELSE 0 END) AS due,
              MIN(CASE WHEN r.deadline < :before THEN r.erased_at END) AS since
            FROM erasure_request r WHERE\s"""
                + OPEN)
        .param("before", SqlTime.of(before))
        .query(
            (row, number) ->
                new Open(row.getInt("number"), row.getInt("due"), SqlTime.get(row, "since")))
        .single();
  }

  /** Removes those that are complete and from before this. */
  void removeBefore(Instant limit) {
    List<UUID> old =
        jdbc.sql(
                "SELECT r.id FROM erasure_request r WHERE r.erased_at < :limit AND NOT ("
                    + OPEN
                    + ")")
            .param("limit", SqlTime.of(limit))
            .query(UUID.class)
            .list();
    jdbc.sql("DELETE FROM erasure_answer WHERE erasure_id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(old.stream()))
        .update();
    jdbc.sql("DELETE FROM erasure_request WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(old.stream()))
        .update();
  }

  private List<ErasureView> views(String where, Map<String, Object> parameters, int limit) {
    record Asked(
        UUID id, String source, String mark, String what, Instant erasedAt, Instant deadline) {}
    List<Asked> asked =
        jdbc.sql(
                """
                SELECT r.id, r.source, r.mark, r.what, r.erased_at, r.deadline
                FROM erasure_request r WHERE %s AND %s
                ORDER BY r.erased_at DESC, r.id LIMIT :limit
                """
                    .formatted(where, VisibleSources.condition("r.source")))
            .params(parameters)
            .params(VisibleSources.parameters())
            .param("limit", limit)
            .query(
                (row, number) ->
                    new Asked(
                        row.getObject("id", UUID.class),
                        row.getString("source"),
                        row.getString("mark"),
                        row.getString("what"),
                        SqlTime.get(row, "erased_at"),
                        SqlTime.get(row, "deadline")))
            .list();
    Map<UUID, List<SystemAnswer>> answers = answers(asked.stream().map(Asked::id).toList());
    return asked.stream()
        .map(
            one -> {
              List<SystemAnswer> systems = answers.getOrDefault(one.id(), List.of());
              return new ErasureView(
                  one.id(),
                  one.source(),
                  one.mark(),
                  one.what(),
                  one.erasedAt(),
                  one.deadline(),
                  systems.stream().allMatch(SystemAnswer::isFinal),
                  systems);
            })
        .toList();
  }

  private Map<UUID, List<SystemAnswer>> answers(List<UUID> ids) {
    record Row(UUID id, SystemAnswer answer) {}
    return jdbc
        .sql(
            """
            SELECT a.erasure_id, a.system, a.answers, a.at, a.operator, a.reason,
              CASE WHEN d.status = 'dead' THEN 'dead' ELSE a.state END AS state
            FROM erasure_answer a
            LEFT JOIN delivery d ON a.state = 'asked' AND d.destination = a.destination
              AND d.message_key = CAST(a.erasure_id AS VARCHAR) AND d.event_id IS NULL
            WHERE a.erasure_id = ANY(:ids) ORDER BY a.system
            """)
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .query(
            (row, number) ->
                new Row(
                    row.getObject("erasure_id", UUID.class),
                    new SystemAnswer(
                        row.getString("system"),
                        row.getString("state"),
                        row.getString("answers"),
                        SqlTime.get(row, "at"),
                        row.getString("operator"),
                        row.getString("reason"))))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Row::id, LinkedHashMap::new, Collectors.mapping(Row::answer, Collectors.toList())));
  }
}
