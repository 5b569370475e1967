package org.idwiseroutes.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks through all seals and all rows that have a receipt, and tells what was changed, removed or
 * put in since it was stored. Changes nothing.
 */
public final class ChainCheck {

  private static final int AT_ONCE = 50;
  private static final int ROWS = 1_000;

  private static final int MILLIS_AT = 16;

  /** An id may be a little younger than its event. */
  private static final Duration LATE = Duration.ofHours(1);

  private static final int MOST_FINDINGS = 100;

  private final SealTable table;
  private final JdbcClient jdbc;
  private final Receipts receipts;
  private final Map<String, KeptHead> heads;
  private final Duration retention;
  private final Instant now;
  private final List<String> findings = new ArrayList<>();
  private long seals;
  private long rows;
  private long rewritten;

  /**
   * Looks in this database.
   *
   * @param heads heads that were kept elsewhere, by kind, a blank and number
   * @param retention how long events are kept at least
   */
  public ChainCheck(
      JdbcClient jdbc,
      Receipts receipts,
      Map<String, KeptHead> heads,
      Duration retention,
      Instant now) {
    this.table = new SealTable(jdbc);
    this.jdbc = jdbc;
    this.receipts = receipts;
    this.heads = heads;
    this.retention = retention;
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param seals how many were looked at
   * @param rows how many rows have a receipt that is right
   * @param rewritten how many of these were changed by right, as by an erasure
   * @param findings what is wrong, in words, at most a hundred; empty when nothing is
   */
  public record Found(long seals, long rows, long rewritten, List<String> findings) {}

  /** Looks through all of it. */
  public Found look() {
    chain(SealTable.EVENT);
    chain(SealTable.AUDIT);
    rules();
    return new Found(seals, rows, rewritten, List.copyOf(findings));
  }

  private void chain(String kind) {
    Seal before = null;
    long number = 0;
    List<Seal> some = table.after(kind, 0, 1);
    if (!some.isEmpty()) {
      begins(some.get(0));
    }
    do {
      some = table.after(kind, number, AT_ONCE);
      for (Seal seal : some) {
        seals++;
        chained(before, seal);
        rows(kind, seal);
        before = seal;
        number = seal.number();
      }
    } while (some.size() == AT_ONCE);
    judgeAll(kind, before == null ? 0 : before.lastSeq(), Long.MAX_VALUE, before == null);
    long last = number;
    heads.forEach(
        (name, head) -> {
          boolean isGone =
              name.startsWith(kind + " ")
                  && Long.parseLong(name.substring(kind.length() + 1)) > last;
          if (isGone && head.at().plus(retention).isAfter(now)) {
            find("seal %s is not there, and its head was written out".formatted(name));
          }
        });
  }

  /** Seals of acts are never removed, those of events once the events are. */
  private void begins(Seal first) {
    String kind = first.kind();
    if (first.number() == 1 && !first.previous().isEmpty()
        || kind.equals(SealTable.AUDIT) && first.number() > 1) {
      find("the seals of %s before number %d were removed".formatted(kind, first.number()));
    }
    heads.forEach(
        (name, head) -> {
          boolean isGone =
              name.startsWith(kind + " ")
                  && Long.parseLong(name.substring(kind.length() + 1)) < first.number();
          if (isGone && head.at().plus(retention).isAfter(now)) {
            find("seal %s was removed: its head was written out".formatted(name));
          }
        });
    judgeAll(kind, 0, first.firstSeq() - 1, true);
  }

  private void chained(Seal before, Seal seal) {
    String name = "seal %d of %s".formatted(seal.number(), seal.kind());
    if (!seal.head().equals(seal.computedHead())) {
      find(name + " was changed: its head is not that of its content");
    }
    if (before != null
        && (seal.number() != before.number() + 1 || !seal.previous().equals(before.head()))) {
      find(name + " does not follow the one before: a seal was changed, removed or put in");
    }
    KeptHead known = heads.get(seal.kind() + " " + seal.number());
    if (known != null && !known.head().equals(seal.head())) {
      find(name + " has another head than was written out");
    }
  }

  /** A row as it stands. */
  private record Row(UUID id, long seq, String receipt, String rewritten, String content) {}

  private void rows(String kind, Seal seal) {
    Map<String, String> sealed = seal.receipts();
    Set<String> seen = new HashSet<>();
    long after = seal.firstSeq() - 1;
    List<Row> some;
    do {
      some = read(kind, after, seal.lastSeq());
      for (Row row : some) {
        after = row.seq();
        String id = row.id().toString();
        seen.add(id);
        String receipt = sealed.get(id);
        if (receipt != null) {
          judge(kind, row, receipt);
        } else if (receipts.areKeyed() && row.receipt() != null) {
          judge(kind, row, row.receipt());
        } else {
          find(
              "%s %s was put in, or stored by a transaction that took longer than a minute: no seal has it"
                  .formatted(word(kind), id));
        }
      }
    } while (some.size() == ROWS);
    for (String id : sealed.keySet()) {
      boolean mayBeGone =
          kind.equals(SealTable.EVENT) && (isOld(UUID.fromString(id)) || seal.isTest(id));
      if (!seen.contains(id) && !mayBeGone) {
        find("%s %s was removed: a seal has it".formatted(word(kind), id));
      }
    }
  }

  /** Ids are UUIDs of version 7, which begin with the time (RFC 9562). */
  private boolean isOld(UUID id) {
    Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> MILLIS_AT);
    return made.plus(retention).isBefore(now.plus(LATE));
  }

  /**
   * By their own receipts.
   *
   * @param mayBeWithout whether rows without one are passed over: an earlier version stored them
   */
  private void judgeAll(String kind, long after, long until, boolean mayBeWithout) {
    long last = after;
    List<Row> some;
    do {
      some = read(kind, last, until);
      for (Row row : some) {
        last = row.seq();
        if (row.receipt() != null || !mayBeWithout) {
          judge(kind, row, row.receipt());
        }
      }
    } while (some.size() == ROWS);
  }

  /** The texts of rules stand under their hashes. */
  private void rules() {
    jdbc.sql("SELECT hash, text FROM rules_text")
        .query(
            row -> {
              if (!DigestUtils.sha256Hex(row.getString("text")).equals(row.getString("hash"))) {
                find("a text of the rules was changed: " + row.getString("hash"));
              }
            });
  }

  private void judge(String kind, Row row, String receipt) {
    String name = "%s %s".formatted(word(kind), row.id());
    if (row.receipt() == null || receipt.equals("-")) {
      find(
          name
              + " has no receipt: it was put in by hand, or by a version of the program before receipts");
    } else if (!row.receipt().equals(receipt)) {
      find(name + " was changed: its receipt is not the one that was sealed");
    } else if (row.content().equals(receipt)) {
      rows++;
    } else if (row.rewritten() != null
        && row.rewritten().equals(receipts.ofRewritten(receipt, row.content()))) {
      rows++;
      rewritten++;
    } else {
      find(name + " was changed: its content is not that of its receipt");
    }
  }

  /** Some at a time, after a place. */
  private List<Row> read(String kind, long after, long until) {
    return jdbc.sql(
            "SELECT * FROM %s WHERE seq > :after AND seq <= :until ORDER BY seq LIMIT :most"
                .formatted(kind))
        .param("after", after)
        .param("until", until)
        .param("most", ROWS)
        .query(
            (row, number) ->
                new Row(
                    row.getObject("id", UUID.class),
                    row.getLong("seq"),
                    row.getString("receipt"),
                    row.getString("rewritten"),
                    kind.equals(SealTable.EVENT) ? receipts.ofEvent(row) : receipts.ofAct(row)))
        .list();
  }

  private static String word(String kind) {
    return kind.equals(SealTable.AUDIT) ? "the act" : "the event";
  }

  private void find(String words) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(words);
    }
  }
}
