package org.idwiseroutes.inbox;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts how often an event came again. The counts are written a second later and many at once, so
 * that a repeat costs its sender nothing; a node that is killed takes its last second with it.
 */
@Component
class Repeats {

  private static final Logger LOG = LoggerFactory.getLogger(Repeats.class);

  private record Count(int times, Instant last) {

    Count with(Count other) {
      return new Count(times + other.times, last.isAfter(other.last) ? last : other.last);
    }
  }

  private final Map<UUID, Count> fresh = new ConcurrentHashMap<>();
  private final NamedParameterJdbcOperations jdbc;
  private final Clock clock;

  Repeats(NamedParameterJdbcOperations jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void add(UUID eventId) {
    fresh.merge(eventId, new Count(1, clock.instant()), Count::with);
  }

  /** In the order of ids, so that two nodes never lock the same events crosswise. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  @PreDestroy
  void write() {
    List<UUID> ids = fresh.keySet().stream().sorted(Comparator.naturalOrder()).toList();
    if (ids.isEmpty()) {
      return;
    }
    Map<UUID, Count> taken = new ConcurrentHashMap<>();
    ids.forEach(id -> taken.put(id, fresh.remove(id)));
    try {
      jdbc.batchUpdate(
          """
          UPDATE event SET repeats = repeats + :times, repeated_at = :last WHERE id = :id
          """,
          ids.stream().map(id -> row(id, taken.get(id))).toArray(SqlParameterSource[]::new));
    } catch (DataAccessException e) {
      taken.forEach((id, count) -> fresh.merge(id, count, Count::with));
      LOG.debug("Repeats are written down with the next", e);
    }
  }

  private static SqlParameterSource row(UUID id, Count count) {
    return new MapSqlParameterSource()
        .addValue("id", id)
        .addValue("times", count.times())
        .addValue("last", SqlTime.of(count.last()));
  }
}
