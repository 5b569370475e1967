package org.idwiseroutes.result;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.journey.JourneyKey;
import org.springframework.stereotype.Component;

/**
 * Asks IDWise's API, no more often than it allows. Results are kept in memory for a while and
 * nowhere else.
 */
@Component
class Asking {

  /** Of all results that are kept, in bytes. */
  private static final long MOST_KEPT = 16L * 1024 * 1024;

  /** What a tree of JSON takes for each character of its text. */
  private static final int BYTES_OF_CHARACTER = 8;

  private final ResultProperties properties;
  private final ResultApi api;
  private final ApiCalls calls;
  private final Cache<JourneyKey, Result> kept;

  Asking(ResultProperties properties, ResultApi api, ApiCalls calls, Clock clock) {
    this.properties = properties;
    this.api = api;
    this.calls = calls;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(MOST_KEPT)
            .weigher(
                (JourneyKey journey, Result result) ->
                    BYTES_OF_CHARACTER * result.json().toString().length())
            .expireAfterWrite(properties.keptFor())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.instant().toEpochMilli()))
            .build();
  }

  /**
   * What IDWise answers now.
   *
   * @return empty when it knows no such journey
   * @throws ResultUnavailableException when it cannot be asked
   */
  Optional<Result> ask(JourneyKey journey) throws InterruptedException {
    ResultProperties.Access access = access(journey);
    calls.await(journey.source(), journey.key());
    try {
      calls.awaitTurn(access.key());
      Optional<Result> result = api.ask(access, journey.key());
      result.ifPresent(known -> kept.put(journey, known));
      return result;
    } finally {
      calls.ended(journey.source(), journey.key());
    }
  }

  /** The same, unless it was asked since then. */
  Optional<Result> ask(JourneyKey journey, Instant since) throws InterruptedException {
    Result known = kept.getIfPresent(journey);
    return known != null && !known.askedAt().isBefore(since) ? Optional.of(known) : ask(journey);
  }

  /**
   * Deletes a journey at IDWise.
   *
   * @return the HTTP status: 2xx, or 404 when it knows no such journey
   * @throws ResultUnavailableException when it cannot be asked
   */
  int delete(JourneyKey journey) throws InterruptedException {
    ResultProperties.Access access = access(journey);
    calls.awaitTurn(access.key());
    kept.invalidate(journey);
    return api.delete(access, journey.key());
  }

  private ResultProperties.Access access(JourneyKey journey) {
    return properties
        .access(journey.source())
        .orElseThrow(
            () ->
                new ResultUnavailableException(
                    "idwise.api.key is not set for the source " + journey.source(), null));
  }

  /** Asks about a journey that nobody has; what is wrong when even that is not answered. */
  Optional<String> probe(String source) {
    try {
      properties.access(source).ifPresent(access -> api.ask(access, "doctor"));
      return Optional.empty();
    } catch (ResultUnavailableException e) {
      return Optional.of(e.getMessage());
    }
  }
}
