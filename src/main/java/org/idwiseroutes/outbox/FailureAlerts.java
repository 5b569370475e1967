package org.idwiseroutes.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.DigestUtils;

/**
 * Sees that operations hear once of each group of dead deliveries, and once of its end, however
 * many die. The row of a group is locked by whoever counts a death and by whoever ends the group,
 * so that no death falls between the two.
 */
@Component
class FailureAlerts {

  private static final Logger LOG = LoggerFactory.getLogger(FailureAlerts.class);

  private static final Duration REFUSALS_TOLD_EVERY = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final DeliveryRepository deliveries;
  private final DeadLetters letters;
  private final Clock clock;
  private final TransactionTemplate transaction;

  FailureAlerts(
      JdbcClient jdbc,
      DeliveryRepository deliveries,
      DeadLetters letters,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.deliveries = deliveries;
    this.letters = letters;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  private record Alert(String destination, String digest) {}

  private record Opened(String summary, Instant at, int deaths) {}

  /** Counts a death, in the surrounding transaction. */
  void died(Delivery delivery, Failure failure) {
    Alert alert = new Alert(delivery.destination(), digest(failure.group()));
    if (isFirst(alert, failure, null)) {
      letters.died(delivery, failure);
    }
  }

  /**
   * Counts a delivery that has not reached all, in the surrounding transaction. Nobody can put such
   * a one right afterwards, so its group ends by itself and is told again after a day.
   */
  void refused(Delivery delivery, Failure failure) {
    Alert alert = new Alert(delivery.destination(), digest("refused " + failure.group()));
    if (isFirst(alert, failure, clock.instant().plus(REFUSALS_TOLD_EVERY))) {
      letters.refused(delivery, failure);
    }
  }

  private boolean isFirst(Alert alert, Failure failure, Instant until) {
    if (count(alert)) {
      return false;
    }
    boolean first = open(alert, failure.publicGroup(), until);
    if (!first) {
      count(alert);
    }
    return first;
  }

  /** Ends the groups of which no dead delivery is left. */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void end() {
    try {
      jdbc.sql("DELETE FROM failure_alert WHERE until_at <= :now")
          .param("now", SqlTime.of(clock.instant()))
          .update();
      jdbc.sql("SELECT destination, digest FROM failure_alert WHERE until_at IS NULL")
          .query((row, number) -> new Alert(row.getString(1), row.getString(2)))
          .list()
          .forEach(alert -> transaction.executeWithoutResult(status -> endIfOver(alert)));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Whether failures are over is looked at again in a while", e);
    }
  }

  private void endIfOver(Alert alert) {
    of(
            """
            SELECT summary, opened_at, deaths FROM failure_alert
            WHERE destination = :destination AND digest = :digest FOR UPDATE
            """,
            alert)
        .query(
            (row, number) ->
                new Opened(
                    row.getString("summary"), SqlTime.get(row, "opened_at"), row.getInt("deaths")))
        .optional()
        .filter(
            opened ->
                deliveries.groupsOfDead(alert.destination()).stream()
                    .map(FailureAlerts::digest)
                    .noneMatch(alert.digest()::equals))
        .ifPresent(
            opened -> {
              of(
                      "DELETE FROM failure_alert WHERE destination = :destination AND digest = :digest",
                      alert)
                  .update();
              letters.closed(alert.destination(), opened.summary(), opened.deaths(), opened.at());
            });
  }

  private boolean count(Alert alert) {
    return of(
                """
                UPDATE failure_alert SET deaths = deaths + 1
                WHERE destination = :destination AND digest = :digest
                """,
                alert)
            .update()
        == 1;
  }

  private boolean open(Alert alert, String summary, Instant until) {
    return of(
                """
                INSERT INTO failure_alert (destination, digest, summary, opened_at, until_at, deaths)
                VALUES (:destination, :digest, :summary, :now, :until, 1)
                ON CONFLICT DO NOTHING
                """,
                alert)
            .param("summary", summary)
            .param("now", SqlTime.of(clock.instant()))
            .param("until", until == null ? null : SqlTime.of(until))
            .update()
        == 1;
  }

  private JdbcClient.StatementSpec of(String sql, Alert alert) {
    return jdbc.sql(sql).param("destination", alert.destination()).param("digest", alert.digest());
  }

  /** The group's text may be about a person and is not kept beside its deliveries. */
  private static String digest(String group) {
    return DigestUtils.md5DigestAsHex(String.valueOf(group).getBytes(StandardCharsets.UTF_8));
  }
}
