package org.idwiseroutes.alert;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code alert}. A change counts only if nobody else has told or answered meanwhile. */
@Component
class AlertTable {

  static final String OPEN = "open";

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Clock clock;

  AlertTable(JdbcClient jdbc, NoArgGenerator ids, Clock clock) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
  }

  /** Those that began first come first. */
  List<Alert> all() {
    return jdbc
        .sql("SELECT * FROM alert ORDER BY since_at, id")
        .query(AlertTable::read)
        .list()
        .stream()
        .filter(Objects::nonNull)
        .toList();
  }

  Optional<Alert> find(UUID id) {
    return jdbc.sql("SELECT * FROM alert WHERE id = :id")
        .param("id", id)
        .query(AlertTable::read)
        .optional();
  }

  /** The same, locked until the surrounding transaction ends. */
  Optional<Alert> lock(UUID id) {
    return jdbc.sql("SELECT * FROM alert WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(AlertTable::read)
        .optional();
  }

  /**
   * Adds one that is told now.
   *
   * @param endsAt when it ends by itself; null for never
   * @return empty when there is one already
   */
  Optional<UUID> add(Trouble trouble, Instant endsAt) {
    UUID id = ids.generate();
    int added =
        jdbc.sql(
                """
                INSERT INTO alert (id, kind, subject, part, text, counted, people, size, since_at,
                  told_at, told_size, state, ends_at)
                VALUES (:id, :kind, :subject, :part, :text, :counted, :people, :size, :since,
                  :now, :size, 'open', :ends)
                ON CONFLICT DO NOTHING
                """)
            .param("id", id)
            .param("kind", trouble.kind().toString())
            .param("subject", trouble.subject())
            .param("part", trouble.part())
            .param("since", SqlTime.of(trouble.since()))
            .param("text", trouble.text())
            .param("counted", trouble.count(), Types.INTEGER)
            .param("people", trouble.people(), Types.INTEGER)
            .param("size", trouble.size())
            .param("now", SqlTime.of(clock.instant()))
            .param("ends", SqlTime.of(endsAt), Types.TIMESTAMP_WITH_TIMEZONE)
            .update();
    return added == 1 ? Optional.of(id) : Optional.empty();
  }

  /** Keeps how it is now. */
  void keep(Alert alert, Trouble now) {
    jdbc.sql(
            """
            UPDATE alert SET text = :text, counted = :counted, people = :people, size = :size
            WHERE id = :id
            """)
        .param("id", alert.id())
        .param("text", now.text())
        .param("counted", now.count(), Types.INTEGER)
        .param("people", now.people(), Types.INTEGER)
        .param("size", now.size())
        .update();
  }

  /**
   * Notes that it is told now, which ends a snooze; false when somebody else has just told it, or
   * it is over.
   */
  boolean tell(Alert alert) {
    return jdbc.sql(
                """
                UPDATE alert SET told_at = :now, told_size = size,
                  operator = CASE WHEN state = 'snoozed' THEN NULL ELSE operator END,
                  reason = CASE WHEN state = 'snoozed' THEN NULL ELSE reason END,
                  state = CASE WHEN state = 'snoozed' THEN 'open' ELSE state END,
                  snoozed_until = NULL
                WHERE id = :id AND told_at = :before AND state = :state
                """)
            .param("id", alert.id())
            .param("now", SqlTime.of(clock.instant()))
            .param("before", SqlTime.of(alert.toldAt()))
            .param("state", alert.state())
            .update()
        == 1;
  }

  /** Removes one; false when it was gone. */
  boolean end(Alert alert) {
    return jdbc.sql("DELETE FROM alert WHERE id = :id").param("id", alert.id()).update() == 1;
  }

  /** What somebody says of it; how bad it is by then counts as told. */
  void answer(UUID id, String state, String operator, String reason, Instant snoozedUntil) {
    jdbc.sql(
            """
            UPDATE alert SET state = :state, operator = :operator, reason = :reason,
              snoozed_until = :until, told_size = size
            WHERE id = :id
            """)
        .param("id", id)
        .param("state", state)
        .param("operator", operator)
        .param("reason", reason)
        .param("until", SqlTime.of(snoozedUntil), Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  /** The nodes that live. */
  Set<String> nodes() {
    return Set.copyOf(jdbc.sql("SELECT name FROM node").query(String.class).list());
  }

  /** Null for one of a kind that a later version has added: that version's nodes see to it. */
  private static Alert read(ResultSet row, int number) throws SQLException {
    Kind kind = Kind.of(row.getString("kind")).orElse(null);
    if (kind == null) {
      return null;
    }
    return new Alert(
        row.getObject("id", UUID.class),
        kind,
        row.getString("subject"),
        row.getString("part"),
        row.getString("text"),
        row.getObject("counted", Integer.class),
        row.getObject("people", Integer.class),
        SqlTime.get(row, "since_at"),
        SqlTime.get(row, "told_at"),
        row.getInt("size"),
        row.getInt("told_size"),
        row.getString("state"),
        row.getString("operator"),
        row.getString("reason"),
        SqlTime.get(row, "snoozed_until"),
        SqlTime.get(row, "ends_at"));
  }
}
