package org.idwiseroutes.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.idwiseroutes.check.Comparison;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.outbox.Node;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code shadow}. */
@Component
class ShadowTable {

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final int EXAMPLES = 3;
  private static final int LONGEST_PROBLEM = 2_000;
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Node node;
  private final Clock clock;

  ShadowTable(JdbcClient jdbc, Node node, Clock clock) {
    this.jdbc = jdbc;
    this.node = node;
    this.clock = clock;
  }

  /** Whether this node is the one that runs events by these rules as well. */
  boolean take(String hash) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            INSERT INTO shadow (hash, since, node, touched_at) VALUES (:hash, :now, :node, :now)
            ON CONFLICT DO NOTHING
            """)
        .param("hash", hash)
        .param("now", SqlTime.of(now))
        .param("node", node.name())
        .update();
    return jdbc.sql(
                """
                UPDATE shadow SET node = :node, touched_at = :now
                WHERE hash = :hash AND (node = :node OR touched_at < :silent)
                """)
            .param("node", node.name())
            .param("now", SqlTime.of(now))
            .param("hash", hash)
            .param("silent", SqlTime.of(now.minus(SILENCE)))
            .update()
        == 1;
  }

  Instant since(String hash) {
    return jdbc.sql("SELECT since FROM shadow WHERE hash = :hash")
        .param("hash", hash)
        .query((row, number) -> SqlTime.get(row, "since"))
        .single();
  }

  /** Keeps what was found, or why nothing can be. */
  void found(String hash, Comparison found, String problem) {
    jdbc.sql("UPDATE shadow SET found = :found, problem = :problem WHERE hash = :hash")
        .param("found", found == null ? null : write(withFewExamples(found)))
        .param("problem", StoredText.of(problem, LONGEST_PROBLEM))
        .param("hash", hash)
        .update();
  }

  Optional<NextRules> find(String hash, String folder) {
    return jdbc.sql("SELECT * FROM shadow WHERE hash = :hash")
        .param("hash", hash)
        .query(
            (row, number) ->
                new NextRules(
                    folder,
                    SqlTime.get(row, "since"),
                    row.getString("node"),
                    parse(row.getString("found")),
                    row.getString("problem")))
        .optional();
  }

  /** Forgets what nobody has run for long. */
  void tidy() {
    jdbc.sql("DELETE FROM shadow WHERE touched_at < :before")
        .param("before", SqlTime.of(clock.instant().minus(KEPT)))
        .update();
  }

  /** With so few examples that the row stays small. */
  private static Comparison withFewExamples(Comparison found) {
    return new Comparison(
        found.events(),
        found.different(),
        found.unrouted(),
        found.groups().stream()
            .map(
                group ->
                    new Comparison.Group(
                        group.words(),
                        group.count(),
                        group.examples().stream().limit(EXAMPLES).toList()))
            .toList());
  }

  private static String write(Comparison found) {
    try {
      return JSON.writeValueAsString(found);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A comparison can be written", e);
    }
  }

  private static Comparison parse(String found) {
    try {
      return found == null ? null : JSON.readValue(found, Comparison.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table shadow holds what was written here", e);
    }
  }
}
