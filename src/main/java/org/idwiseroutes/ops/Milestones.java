package org.idwiseroutes.ops;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The table {@code milestone}: when another version or other rules began to run, on whichever node;
 * with the pauses of the audit, what may explain a change in a chart.
 */
@Component
public class Milestones {

  private static final Logger LOG = LoggerFactory.getLogger(Milestones.class);
  private static final String VERSION = "version";
  private static final String RULES = "rules";
  private static final String PAUSE = "pause destination";
  private static final String RESUME = "resume destination";
  private static final Duration KEPT = Duration.ofDays(8);

  /**
   * Something that changed how the product runs.
   *
   * @param kind {@code version}, {@code rules}, {@code pause} or {@code resume}
   * @param text in words
   */
  public record Milestone(Instant at, String kind, String text) {}

  private final JdbcClient jdbc;
  private final Audit audit;
  private final RouteFiles files;
  private final RunningRules rules;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final Map<String, String> known = new TreeMap<>();

  Milestones(
      JdbcClient jdbc,
      Audit audit,
      RouteFiles files,
      RunningRules rules,
      NoArgGenerator ids,
      Clock clock) {
    this.rules = rules;
    this.jdbc = jdbc;
    this.audit = audit;
    this.files = files;
    this.ids = ids;
    this.clock = clock;
  }

  /** All since a moment, the oldest first. */
  public List<Milestone> since(Instant since) {
    Stream<Milestone> own =
        jdbc
            .sql("SELECT at, kind, text FROM milestone WHERE at >= :since ORDER BY at")
            .param("since", SqlTime.of(since))
            .query(
                (row, number) ->
                    new Milestone(
                        SqlTime.get(row, "at"),
                        row.getString("kind"),
                        "%s %s".formatted(row.getString("kind"), row.getString("text"))))
            .list()
            .stream();
    Stream<Milestone> acts =
        audit.since(since, List.of(PAUSE, RESUME)).stream()
            .map(
                act ->
                    new Milestone(
                        act.at(),
                        act.action().equals(PAUSE) ? "pause" : "resume",
                        "%s %s"
                            .formatted(
                                act.subject(), act.action().equals(PAUSE) ? "paused" : "resumed")));
    return Stream.concat(own, acts).sorted(Comparator.comparing(Milestone::at)).toList();
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      if (files.isLoaded()) {
        note(VERSION, ProductVersion.OF_THIS);
        note(RULES, String.valueOf(rules.version()));
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("What runs is written down in a while", e);
    }
  }

  /**
   * Writes down what this node has not seen before, unless it is what was written last. So two
   * nodes with different rules write two lines, and not two every five seconds.
   */
  private void note(String kind, String text) {
    if (text.equals(known.get(kind))) {
      return;
    }
    String last =
        jdbc.sql("SELECT text FROM milestone WHERE kind = :kind ORDER BY at DESC LIMIT 1")
            .param("kind", kind)
            .query(String.class)
            .optional()
            .orElse(null);
    if (!text.equals(last)) {
      jdbc.sql("INSERT INTO milestone (id, at, kind, text) VALUES (:id, :at, :kind, :text)")
          .param("id", ids.generate())
          .param("at", SqlTime.of(clock.instant()))
          .param("kind", kind)
          .param("text", text)
          .update();
    }
    known.put(kind, text);
  }

  /** Forgets what no chart reaches; the last of each kind stays. */
  void tidy() {
    jdbc.sql(
            """
            DELETE FROM milestone WHERE at < :limit AND EXISTS (
              SELECT 1 FROM milestone later
              WHERE later.kind = milestone.kind AND later.at > milestone.at)
            """)
        .param("limit", SqlTime.of(clock.instant().minus(KEPT)))
        .update();
  }
}
