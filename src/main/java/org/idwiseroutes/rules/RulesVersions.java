package org.idwiseroutes.rules;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.ops.ProductVersion;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Numbers what runs. Two nodes, or two moments, have the same number exactly when the program, the
 * route files, what these name, the scenarios and the settings that the files name are the same.
 * Secrets are no part of it.
 */
@Component
public class RulesVersions implements RunningRules {

  private static final Logger LOG = LoggerFactory.getLogger(RulesVersions.class);

  /** How exactly it is known when a version was run last. */
  private static final Duration NOTED = Duration.ofHours(1);

  private final RouteFiles files;
  private final NamedSettings settings;
  private final RulesTable table;
  private final Secrets secrets;
  private final Node node;
  private final Clock clock;
  private final TransactionTemplate ownTransaction;
  private final Duration kept;
  private volatile Known known;
  private volatile Expected expected;

  RulesVersions(
      RouteFiles files,
      NamedSettings settings,
      RulesTable table,
      Secrets secrets,
      Node node,
      Clock clock,
      PlatformTransactionManager transactions,
      @Value("${idwise.retention.finished}") Duration finished,
      @Value("${idwise.retention.unfinished}") Duration unfinished) {
    this.files = files;
    this.settings = settings;
    this.table = table;
    this.secrets = secrets;
    this.node = node;
    this.clock = clock;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.kept = finished.compareTo(unfinished) > 0 ? finished : unfinished;
  }

  /** The number of what ran when the files had this state, and when that was written last. */
  private record Known(long state, int version, Instant notedAt) {}

  /** Somebody has put this content into the folder. */
  private record Expected(Map<String, String> files, String origin) {}

  @Override
  public int version() {
    Known last = known;
    long state = files.version();
    return last != null && last.state() == state ? last.version() : store(state, last);
  }

  private synchronized int store(long state, Known last) {
    if (known != null && known.state() == state && known != last) {
      return known.version();
    }
    RulesContent content = content(files.running());
    Integer version =
        ownTransaction.execute(
            status -> {
              int stored = table.store(content, ProductVersion.OF_THIS);
              if (known == null || known.version() != stored) {
                table.begun(stored, node.name(), origin(content));
              }
              return stored;
            });
    known = new Known(state, version, clock.instant());
    return version;
  }

  private String origin(RulesContent content) {
    Expected told = expected;
    if (told == null || !told.files().equals(content.files())) {
      return FolderOrigin.of(files.directory());
    }
    expected = null;
    return told.origin();
  }

  /** From where this node will have had the rules when it runs these files. */
  void expect(Map<String, String> texts, String origin) {
    expected = new Expected(texts, origin);
  }

  private RulesContent content(RoutesSnapshot running) {
    RoutesSnapshot used = running.inUse();
    Map<String, String> texts = new TreeMap<>(used.texts());
    texts.replaceAll((name, text) -> secrets.hideCertain(text));
    return new RulesContent(texts, settings.in(used.texts().values()));
  }

  /** A version that is still kept. */
  public Optional<RulesVersion> find(int id) {
    return table.find(id);
  }

  /** When nodes began to run which version, the newest first. */
  public List<RulesRun> runs(int limit) {
    return table.runs(limit);
  }

  /** What stood in a version; empty when it is no longer kept. */
  Optional<RulesContent> content(int id) {
    return table.content(id);
  }

  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void look() {
    try {
      if (files.isLoaded()) {
        version();
        Known now = known;
        if (now.notedAt().plus(NOTED).isBefore(clock.instant())) {
          store(now.state(), now);
        }
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("What runs is written down in a while", e);
    }
  }

  /**
   * Forgets what was run last so long ago that no event is kept which it has decided, but for those
   * that are still not delivered.
   */
  @Scheduled(
      initialDelayString = "${idwise.retention.interval}",
      fixedDelayString = "${idwise.retention.interval}")
  void tidy() {
    try {
      table.forget(clock.instant().minus(kept).minus(NOTED.multipliedBy(2)));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Old versions of the rules are forgotten in a while", e);
    }
  }
}
