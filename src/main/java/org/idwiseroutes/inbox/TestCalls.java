package org.idwiseroutes.inbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Calls with content that name no event. They are kept beside the events, in a state of their own
 * and no more than a number for each source: a sender with a broken template must not fill the
 * disk.
 */
@Component
public class TestCalls {

  /** Kept of one source; further ones are only counted. */
  public static final int MOST_OF_A_SOURCE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(TestCalls.class);

  private final JdbcClient jdbc;

  TestCalls(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Tells of a test call; its id is null when it was only counted. */
  public static void log(String source, UUID id) {
    if (id == null) {
      LOG.warn(
          "Source {}: received a test call and did not keep it: {} are kept already; see the console, Sources",
          source,
          MOST_OF_A_SOURCE);
    } else {
      LOG.info("Source {}: received a test call that names no event, kept as {}", source, id);
    }
  }

  /** How many are kept, by source; a source without any is absent. */
  public Map<String, Integer> kept() {
    Map<String, Integer> kept = new HashMap<>();
    jdbc.sql("SELECT source, COUNT(*) AS number FROM event WHERE state = 'test' GROUP BY source")
        .query(
            row -> {
              kept.put(row.getString("source"), row.getInt("number"));
            });
    return kept;
  }

  /** Of these events, those for which there is room: all but the test calls beyond the number. */
  List<Event> within(List<Event> events) {
    if (events.stream().noneMatch(Event::isTest)) {
      return events;
    }
    Map<String, Integer> kept = kept();
    return events.stream()
        .filter(
            event ->
                !event.isTest() || kept.merge(event.source(), 1, Integer::sum) <= MOST_OF_A_SOURCE)
        .toList();
  }
}
