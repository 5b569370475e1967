package org.idwiseroutes.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Seals receipts, some time after they were stored: a transaction that began before a row of the
 * same time has ended by then. Whichever node is first does it. Each head is appended to a file, if
 * one is named, which is to be kept where nobody who can write in the database can; the log has one
 * an hour.
 */
@Component
class Sealer {

  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
  private static final int ROWS = 1_000;
  private static final Duration BETWEEN_HEADS = Duration.ofHours(1);

  /** What is kept longer than events may be is of nobody any more. */
  private static final Duration MARGIN = Duration.ofDays(7);

  private final SealTable table;
  private final Clock clock;
  private final String headsFile;
  private final Duration kept;
  private final Map<String, Long> settled = new HashMap<>();
  private final Map<String, Instant> toldAt = new HashMap<>();

  Sealer(
      SealTable table,
      Clock clock,
      @Value("${idwise.evidence.heads-file}") String headsFile,
      @Value("${idwise.retention.unfinished}") Duration unfinished,
      @Value("${idwise.retention.finished}") Duration finished) {
    this.table = table;
    this.clock = clock;
    this.headsFile = headsFile;
    this.kept = finished.compareTo(unfinished) > 0 ? finished : unfinished;
  }

  @Scheduled(
      initialDelayString = "${idwise.evidence.seal-interval}",
      fixedDelayString = "${idwise.evidence.seal-interval}")
  void seal() {
    try {
      for (String kind : List.of(SealTable.EVENT, SealTable.AUDIT)) {
        Long until = settled.put(kind, table.highest(kind));
        if (until != null) {
          seal(kind, until);
        }
      }
      table.removeEventsBefore(clock.instant().minus(kept).minus(MARGIN));
      tellHeads();
    } catch (DuplicateKeyException e) {
      LOG.debug("Another node has sealed the same");
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Receipts are sealed in a while", e);
    }
  }

  private void seal(String kind, long until) {
    Seal last = table.last(kind).orElse(null);
    Long beginning = last == null ? table.beginning(kind) : Long.valueOf(last.lastSeq());
    if (beginning == null) {
      return;
    }
    long after = beginning;
    List<SealTable.Row> rows;
    do {
      rows = table.rows(kind, after, until, ROWS);
      if (!rows.isEmpty()) {
        long end = rows.size() < ROWS ? until : rows.get(rows.size() - 1).seq();
        last =
            Seal.after(
                last,
                kind,
                clock.instant(),
                after + 1,
                end,
                rows.stream().map(Sealer::entry).collect(Collectors.joining("\n")));
        table.add(last);
        write("%s %s %d %s%n".formatted(last.at(), kind, last.number(), last.head()));
        after = end;
      }
    } while (rows.size() == ROWS);
  }

  private static String entry(SealTable.Row row) {
    return "%s %s%s"
        .formatted(
            row.id(), row.receipt() == null ? "-" : row.receipt(), row.test() ? " test" : "");
  }

  private void tellHeads() {
    for (String kind : List.of(SealTable.EVENT, SealTable.AUDIT)) {
      Seal last = table.last(kind).orElse(null);
      Instant before = toldAt.get(kind);
      boolean due = before == null || before.plus(BETWEEN_HEADS).isBefore(clock.instant());
      if (last != null && due && (before == null || last.at().isAfter(before))) {
        toldAt.put(kind, clock.instant());
        LOG.info("Evidence: seal {} of {} has the head {}", last.number(), kind, last.head());
      }
    }
  }

  private void write(String line) {
    if (headsFile.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(headsFile), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("The head of the chain could not be written to {}", headsFile, e);
    }
  }
}
