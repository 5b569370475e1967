package org.idwiseroutes.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code seal}, and the rows that it is about. */
@Component
public class SealTable {

  /** Events, test calls among them. */
  public static final String EVENT = "event";

  /** What operators did. */
  public static final String AUDIT = "audit";

  private final JdbcClient jdbc;

  /** Reads and writes in this database. */
  public SealTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A row with its receipt.
   *
   * @param test whether it is a test call, which may go at any time
   */
  record Row(UUID id, long seq, String receipt, boolean test) {}

  Optional<Seal> last(String kind) {
    return jdbc.sql("SELECT * FROM seal WHERE kind = :kind ORDER BY number DESC LIMIT 1")
        .param("kind", kind)
        .query(SealTable::read)
        .optional();
  }

  /** Those after a number, in their order. */
  List<Seal> after(String kind, long number, int most) {
    return jdbc.sql(
            "SELECT * FROM seal WHERE kind = :kind AND number > :number ORDER BY number LIMIT :most")
        .param("kind", kind)
        .param("number", number)
        .param("most", most)
        .query(SealTable::read)
        .list();
  }

  /** The seals in which these rows may stand, in their order. */
  public List<Seal> of(String kind, List<Long> seqs) {
    return jdbc.sql(
            """
            SELECT * FROM seal WHERE kind = :kind AND EXISTS (
              SELECT 1 FROM UNNEST(CAST(:seqs AS BIGINT ARRAY)) AS wanted (seq)
              WHERE wanted.seq BETWEEN seal.first_seq AND seal.last_seq)
            ORDER BY number
            """)
        .param("kind", kind)
        .param("seqs", SqlArrays.ofNumbers(seqs.stream()))
        .query(SealTable::read)
        .list();
  }

  /**
   * The receipts of some rows.
   *
   * @param seq the row's place
   * @param rewritten the second one, of what was changed by right; null for none
   */
  public record Receipt(UUID id, long seq, String receipt, String rewritten) {}

  /** The receipts of these rows. */
  public List<Receipt> receipts(String kind, List<UUID> ids) {
    return jdbc.sql(
            "SELECT id, seq, receipt, rewritten FROM %s WHERE id = ANY(:ids)".formatted(kind))
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .query(
            (row, number) ->
                new Receipt(
                    row.getObject("id", UUID.class),
                    row.getLong("seq"),
                    row.getString("receipt"),
                    row.getString("rewritten")))
        .list();
  }

  /** The highest place among the rows that came last; 0 without any. */
  long highest(String kind) {
    return jdbc.sql(
            """
            SELECT COALESCE(MAX(seq), 0)
            FROM (SELECT seq FROM %s ORDER BY id DESC LIMIT 50) latest
            """
                .formatted(kind))
        .query(Long.class)
        .single();
  }

  /**
   * Where a chain begins: before the first row that has a receipt. It reads the whole table, once,
   * before the first seal.
   *
   * @return null while no row has one
   */
  Long beginning(String kind) {
    boolean any =
        jdbc.sql(
                """
                SELECT EXISTS (SELECT 1 FROM (SELECT receipt FROM %s ORDER BY id DESC LIMIT 50) latest
                  WHERE receipt IS NOT NULL)
                """
                    .formatted(kind))
            .query(Boolean.class)
            .single();
    return any
        ? jdbc.sql("SELECT MIN(seq) - 1 FROM %s WHERE receipt IS NOT NULL".formatted(kind))
            .query(Long.class)
            .single()
        : null;
  }

  /** Rows between two places, the first not included. */
  List<Row> rows(String kind, long after, long until, int most) {
    return jdbc.sql(
            """
            SELECT id, seq, receipt, %s AS test FROM %s WHERE seq > :after AND seq <= :until
            ORDER BY seq LIMIT :most
            """
                .formatted(kind.equals(EVENT) ? "state = 'test'" : "FALSE", kind))
        .param("after", after)
        .param("until", until)
        .param("most", most)
        .query(
            (row, number) ->
                new Row(
                    row.getObject("id", UUID.class),
                    row.getLong("seq"),
                    row.getString("receipt"),
                    row.getBoolean("test")))
        .list();
  }

  /** Adds a seal; fails when another node has just added the same number. */
  void add(Seal seal) {
    jdbc.sql(
            """
            INSERT INTO seal (kind, number, at, first_seq, last_seq, entries, previous, head)
            VALUES (:kind, :number, :at, :first, :last, :entries, :previous, :head)
            """)
        .param("kind", seal.kind())
        .param("number", seal.number())
        .param("at", SqlTime.of(seal.at()))
        .param("first", seal.firstSeq())
        .param("last", seal.lastSeq())
        .param("entries", seal.entries())
        .param("previous", seal.previous())
        .param("head", seal.head())
        .update();
  }

  void removeEventsBefore(Instant limit) {
    jdbc.sql(
            """
            DELETE FROM seal WHERE kind = 'event' AND at < :limit
              AND number < (SELECT MAX(last.number) FROM seal last WHERE last.kind = 'event')
            """)
        .param("limit", SqlTime.of(limit))
        .update();
  }

  private static Seal read(ResultSet row, int number) throws SQLException {
    return new Seal(
        row.getString("kind"),
        row.getLong("number"),
        SqlTime.get(row, "at"),
        row.getLong("first_seq"),
        row.getLong("last_seq"),
        row.getString("entries"),
        row.getString("previous"),
        row.getString("head"));
  }
}
