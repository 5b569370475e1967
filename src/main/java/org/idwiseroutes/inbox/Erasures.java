package org.idwiseroutes.inbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a person: all that is stored of a journey, wherever it is stored. What waits in the spool
 * of a node that the database was away from is forgotten as it arrives.
 */
@Component
public class Erasures {

  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private final PersonalData data;
  private final ErasedJourneys erased;
  private final SpoolDrain drain;
  private final Spool spool;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private Instant swept;

  Erasures(
      PersonalData data,
      ErasedJourneys erased,
      SpoolDrain drain,
      Spool spool,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.data = data;
    this.erased = erased;
    this.drain = drain;
    this.spool = spool;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.swept = Instant.EPOCH;
  }

  /** Erases a journey; harmless when nothing is known of it. */
  public ErasureReport erase(String source, String journeyId) {
    drain.handOver();
    List<String> names = new ArrayList<>();
    ErasureReport report =
        transaction.execute(
            status -> {
              erased.remember(source, journeyId, clock.instant());
              names.addAll(data.names(source, journeyId));
              return data.erase(source, journeyId, names);
            });
    return report.withSpoolFiles(spool.forget(names));
  }

  /** Sees to this node's spool after journeys were erased on others. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void sweep() {
    if (!spool.isEnabled()) {
      return;
    }
    Instant now = clock.instant();
    try {
      erased.since(swept).forEach(journey -> spool.forget(List.of(journey.key())));
      swept = now.minusSeconds(TimeUnit.MINUTES.toSeconds(1));
    } catch (DataAccessException e) {
      LOG.debug("Erasures of other nodes are looked for again in a minute", e);
    }
  }
}
