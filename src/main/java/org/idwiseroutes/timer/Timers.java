package org.idwiseroutes.timer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.inbox.EventLog;
import org.idwiseroutes.inbox.OwnEvents;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyProperties;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.journey.Wait;
import org.idwiseroutes.timer.TimerProperties.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code timer}. A journey that has been in a state for longer than a timer allows
 * becomes an event of the timer's name, once for each round of the journey and timer, over all
 * nodes. What ends the wait before that event is decided makes it late: it changes nothing. Of a
 * person with several journeys the newest that is decided counts.
 */
@Component
class Timers {

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  /**
   * The timer that is always there: a round that may have ended before it was seen to begin. It
   * runs out when for three late windows nothing was submitted and nothing has decided it: what
   * ended it is told within one.
   */
  private static final String UNDECIDED = "round undecided";

  private static final int WINDOWS = 3;

  /** In one look; the next are looked for the next time. */
  private static final int MOST = 100;

  private record Waiting(String source, String key, String reference, int round, Instant since) {}

  private final Map<String, Timer> timers;
  private final OwnEvents events;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;
  private final EventLog log;
  private final TransactionTemplate transaction;

  Timers(
      TimerProperties properties,
      JourneyProperties journeys,
      OwnEvents events,
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock,
      EventLog log,
      PlatformTransactionManager transactions) {
    this.log = log;
    this.timers = new TreeMap<>(properties.timers());
    this.timers.put(
        UNDECIDED,
        new Timer(null, null, journeys.lateWindow().multipliedBy(WINDOWS), "Round Undecided"));
    this.events = events;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Not while events wait in the log: one of them may end what a timer waits for. */
  @Scheduled(fixedDelayString = "${idwise.timers-interval}")
  void look() {
    if (log.isBehind()) {
      return;
    }
    timers.forEach(
        (name, timer) -> {
          try {
            Instant known = knownSince(name);
            for (String condition : conditions(timer)) {
              find(name, timer, condition, known).forEach(one -> runOutSafely(name, timer, one));
            }
          } catch (DataAccessException | TransactionException e) {
            LOG.warn("The timer {} is looked at again in a while: {}", name, e.toString());
          }
        });
  }

  /** One that cannot be stored keeps no other from it. */
  private void runOutSafely(String name, Timer timer, Waiting waiting) {
    try {
      runOut(name, timer, waiting);
    } catch (RuntimeException e) {
      LOG.error("The timer {} has run out for a journey, and its event is not stored", name, e);
    }
  }

  /**
   * When this timer was first looked at, on whichever node: what had waited for long enough before
   * that is no news, and would be thousands of events at once.
   */
  private Instant knownSince(String name) {
    jdbc.sql(
            """
            INSERT INTO timer (name, source, journey_key, round, ran_out_at)
            VALUES (:name, '', '', 0, :now)
            ON CONFLICT DO NOTHING
            """)
        .param("name", name)
        .param("now", SqlTime.of(clock.instant()))
        .update();
    return jdbc.sql(
            """
            SELECT ran_out_at FROM timer
            WHERE journey_key = '' AND source = '' AND name = :name AND round = 0
            """)
        .param("name", name)
        .query((row, number) -> SqlTime.get(row, "ran_out_at"))
        .single();
  }

  private List<Waiting> find(String name, Timer timer, String condition, Instant known) {
    return jdbc.sql(
            """
            SELECT j.source, j.journey_key, j.reference_no, j.round, %1$s AS since
            FROM journey j
            WHERE %2$s AND %1$s < :limit AND %1$s > :news
              AND j.began_seq IS NOT NULL
              AND NOT EXISTS (
                SELECT 1 FROM timer t
                WHERE t.journey_key = j.journey_key AND t.source = j.source AND t.name = :name
                  AND t.round = j.round)
              AND %3$s
            ORDER BY %1$s LIMIT :most
            """
                .formatted(since(timer), condition, Journeys.COUNTS))
        .param("limit", SqlTime.of(clock.instant().minus(timer.after())))
        .param("news", SqlTime.of(known.minus(timer.after())))
        .param("name", name)
        .param("most", MOST)
        .query(
            (row, number) ->
                new Waiting(
                    row.getString("source"),
                    row.getString("journey_key"),
                    row.getString("reference_no"),
                    row.getInt("round"),
                    SqlTime.get(row, "since")))
        .list();
  }

  private static String since(Timer timer) {
    if (timer.renewal() != null) {
      return "COALESCE(j.renewal_at, j.updated_at)";
    }
    boolean sinceItsLastChange = timer.isForDoubtfulRound() || timer.outcome() == Outcome.UNKNOWN;
    return sinceItsLastChange ? "j.updated_at" : "j.decided_at";
  }

  /** Literal values, and each for one of the small indexes of those who wait. */
  private static List<String> conditions(Timer timer) {
    if (timer.isForDoubtfulRound()) {
      return List.of(
          "j.decision = 'Resubmission Requested' AND j.signs LIKE '%DOUBTFUL%'",
          "j.renewal <> 'none' AND j.renewal IN ('required', 'overdue')"
              + " AND j.decision NOT IN ('Resubmission Requested', 'Refer')"
              + " AND j.signs LIKE '%DOUBTFUL%'");
    }
    return List.of("j.signs NOT LIKE '%SUBMITTED%' AND " + state(timer));
  }

  private static String state(Timer timer) {
    if (timer.renewal() != null) {
      return "j.renewal <> 'none' AND j.renewal = '%s'".formatted(timer.renewal());
    }
    if (timer.outcome() == Outcome.UNKNOWN) {
      return "j.decision IS NULL";
    }
    return Arrays.stream(Decision.values())
        .filter(decision -> decision.outcome() == timer.outcome())
        .map(decision -> "j.decision = '%s'".formatted(decision.text()))
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /** The row and the event are there both or neither; of two nodes one has the row. */
  private void runOut(String name, Timer timer, Waiting waiting) {
    transaction.executeWithoutResult(
        status -> {
          int first =
              jdbc.sql(
                      """
                      INSERT INTO timer (name, source, journey_key, round, ran_out_at)
                      VALUES (:name, :source, :key, :round, :now)
                      ON CONFLICT DO NOTHING
                      """)
                  .param("name", name)
                  .param("source", waiting.source())
                  .param("key", waiting.key())
                  .param("round", waiting.round())
                  .param("now", SqlTime.of(clock.instant()))
                  .update();
          if (first == 1) {
            events.store(OwnEvents.From.TIMER, waiting.source(), payload(name, timer, waiting));
          }
        });
  }

  private ObjectNode payload(String name, Timer timer, Waiting waiting) {
    ObjectNode payload = json.createObjectNode().put("event", timer.event());
    ObjectNode body =
        payload
            .putObject("body")
            .put("eventId", "timer:%s:%s:%d".formatted(name, waiting.key(), waiting.round()))
            .put("journeyId", waiting.key())
            .put("timer", name)
            .put("round", waiting.round())
            .put("since", waiting.since().toString());
    if (waiting.reference() != null) {
      body.put("referenceNo", waiting.reference());
    }
    ObjectNode waitedIn = body.putObject(Wait.WAITED_IN);
    if (timer.outcome() != null) {
      waitedIn.put("outcome", timer.outcome().toString());
    } else if (timer.renewal() != null) {
      waitedIn.put("renewal", timer.renewal().toString());
    }
    return payload;
  }
}
