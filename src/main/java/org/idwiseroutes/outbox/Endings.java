package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/** Writes the ends of attempts, those that ended alike in one statement. */
@Component
class Endings {

  /**
   * The status is asked for in a way that no index on pending deliveries answers. While these are
   * few, reading such an index as a whole looks as cheap as one row by its id, and a connection
   * keeps a plan that it has made then until the table is analyzed.
   */
  private static final String IF_PENDING = "AND COALESCE(status, '') = 'pending'";

  private static final String END =
      """
      UPDATE delivery SET status = :status, attempts = :attempts, last_error = :error,
        failure_group = :group, next_attempt_at = :next, finished_at = :finished, leased_by = NULL,
        leased_until = NULL
      WHERE id = ANY(:ids) AND fence = :fence
      """
          + IF_PENDING;

  private static final String GIVE_BACK =
      """
      UPDATE delivery SET attempts = :attempts, leased_by = NULL, leased_until = NULL
      WHERE id = :id AND fence = :fence
      """
          + IF_PENDING;

  private final NamedParameterJdbcOperations jdbc;
  private final Attempts attempts;
  private final Clock clock;

  Endings(NamedParameterJdbcOperations jdbc, Attempts attempts, Clock clock) {
    this.jdbc = jdbc;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * Ends attempts in the surrounding transaction.
   *
   * @return for each whether it counts: false, and nothing was changed, when the claim is no longer
   *     the latest
   * @throws MixedClaimsException when of several that ended alike some count and some do not; each
   *     has to be ended in a transaction of its own
   */
  List<Boolean> end(List<Ending> endings) {
    OffsetDateTime now = SqlTime.of(clock.instant());
    Map<Alike, List<Ending>> alike =
        endings.stream()
            .collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()));
    Set<Alike> counting = new HashSet<>();
    alike.forEach(
        (how, group) -> {
          if (end(how, group, now)) {
            counting.add(how);
          }
        });
    List<Boolean> counts = endings.stream().map(Alike::of).map(counting::contains).toList();
    attempts.record(IntStream.range(0, counts.size()).filter(counts::get).mapToObj(endings::get));
    return counts;
  }

  private boolean end(Alike how, List<Ending> group, OffsetDateTime now) {
    int changed = jdbc.update(END, row(how, group, now));
    if (changed != 0 && changed != group.size()) {
      throw new MixedClaimsException(group.size() - changed);
    }
    return changed != 0;
  }

  /** Takes claims back as if they had never been; a claim that is no longer the latest stays. */
  void giveBack(List<Delivery> claimed) {
    jdbc.batchUpdate(
        GIVE_BACK,
        claimed.stream()
            .map(
                delivery ->
                    new MapSqlParameterSource()
                        .addValue("attempts", delivery.attempt() - 1)
                        .addValue("id", delivery.id())
                        .addValue("fence", delivery.fence()))
            .toArray(SqlParameterSource[]::new));
  }

  private static SqlParameterSource row(Alike how, List<Ending> group, OffsetDateTime now) {
    boolean pending = how.status() == DeliveryStatus.PENDING;
    return new MapSqlParameterSource()
        .addValue("status", how.status().toString())
        .addValue("attempts", how.attempts())
        .addValue("error", how.lastError())
        .addValue("group", how.failureGroup())
        .addValue("next", pending ? SqlTime.of(how.nextAttemptAt()) : now)
        .addValue("finished", pending ? null : now)
        .addValue("ids", SqlArrays.ofIds(group.stream().map(ending -> ending.delivery().id())))
        .addValue("fence", how.fence());
  }

  /** What endings have in common that one statement can write. */
  private record Alike(
      DeliveryStatus status,
      int attempts,
      long fence,
      String lastError,
      String failureGroup,
      Instant nextAttemptAt) {

    static Alike of(Ending ending) {
      return new Alike(
          ending.status(),
          ending.delivery().attempt(),
          ending.delivery().fence(),
          ending.lastError(),
          ending.failureGroup(),
          ending.nextAttemptAt());
    }
  }
}
