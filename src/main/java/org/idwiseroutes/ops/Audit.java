package org.idwiseroutes.ops;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.proof.Receipts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code audit}: what operators did. */
@Component
public class Audit {

  private static final int LONGEST_OPERATOR = 128;
  private static final int LONGEST_SUBJECT = 400;
  private static final int LONGEST_DETAIL = 2_000;

  private static final String SELECT =
      "SELECT id, at, operator, address, action, subject, detail, reason FROM audit ";

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Receipts receipts;
  private final Clock clock;
  private final Reused<List<String>> actions;

  Audit(JdbcClient jdbc, NoArgGenerator ids, Receipts receipts, Clock clock) {
    this.receipts = receipts;
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
    this.actions = new Reused<>(clock, this::readActions);
  }

  /** Writes down an act, in the surrounding transaction when there is one. */
  public void record(Actor actor, String action, String subject, String detail) {
    UUID id = ids.generate();
    Instant at = clock.instant();
    String operator = cut(actor.name(), LONGEST_OPERATOR);
    String about = cut(subject, LONGEST_SUBJECT);
    String more = cut(detail, LONGEST_DETAIL);
    jdbc.sql(
            """
            INSERT INTO audit (id, at, operator, address, action, subject, detail, reason, receipt)
            VALUES (:id, :at, :operator, :address, :action, :subject, :detail, :reason, :receipt)
            """)
        .param("id", id)
        .param("at", SqlTime.of(at))
        .param("operator", operator)
        .param("address", actor.address())
        .param("action", action)
        .param("subject", about)
        .param("detail", more)
        .param("reason", actor.reason())
        .param(
            "receipt",
            receipts.ofAct(id, at, operator, actor.address(), action, about, more, actor.reason()))
        .update();
  }

  private static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  /** One page of acts, the newest first. */
  public Page<AuditEntry> page(Filter filter, int limit) {
    List<AuditEntry> rows =
        jdbc.sql(SELECT + filter.where() + " ORDER BY at DESC, id DESC LIMIT :limit")
            .params(filter.parameters())
            .param("limit", limit + 1)
            .query(Audit::read)
            .list();
    return Page.of(rows, limit, AuditEntry::id);
  }

  /** How many acts there are. */
  long count(Filter filter) {
    return jdbc.sql("SELECT COUNT(*) FROM audit" + filter.where())
        .params(filter.parameters())
        .query(Long.class)
        .single();
  }

  /** The kinds of acts that there are, by name. */
  public List<String> actions() {
    return actions.get();
  }

  private List<String> readActions() {
    return jdbc.sql("SELECT DISTINCT action FROM audit ORDER BY action").query(String.class).list();
  }

  /** The acts about some things, named as they stand there, the oldest first. */
  public List<AuditEntry> about(Collection<String> subjects) {
    return jdbc.sql(SELECT + "WHERE subject = ANY(:subjects) ORDER BY at, id")
        .param("subjects", SqlArrays.ofTexts(subjects.stream()))
        .query(Audit::read)
        .list();
  }

  /** The acts of some kinds since a moment, the oldest first. */
  public List<AuditEntry> since(Instant since, List<String> actions) {
    return jdbc.sql(SELECT + "WHERE at >= :since AND action = ANY(:actions) ORDER BY at, id")
        .param("since", SqlTime.of(since))
        .param("actions", SqlArrays.ofTexts(actions.stream()))
        .query(Audit::read)
        .list();
  }

  private static AuditEntry read(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getObject("id", UUID.class),
        SqlTime.get(row, "at"),
        row.getString("operator"),
        row.getString("address"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("detail"),
        row.getString("reason"));
  }
}
