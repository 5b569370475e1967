package org.idwiseroutes.result;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How IDWise's API is asked ({@code idwise.api.*}).
 *
 * @param baseUrl where IDWise's API is
 * @param key the user name of HTTP Basic; empty: only sources with a key of their own are asked
 * @param secret the password
 * @param resultPath below the base URL; {@code {journeyId}} is replaced
 * @param deletePath where a journey is deleted, likewise
 * @param sources what is different for a source
 * @param keptFor how long a result stays in memory
 * @param interval at most one call per journey in this time, on all nodes together; IDWise states 2
 *     s for its journey summary
 * @param keyInterval at most one call with a key in this time, on all nodes together
 * @param whenDown whether a status waits while the API cannot be asked, or leaves without it
 * @param store the fields of a result that may be stored with a reconciled event, such as {@code
 *     applicant.full_name}
 */
@ConfigurationProperties("idwise.api")
record ResultProperties(
    String baseUrl,
    String key,
    String secret,
    String resultPath,
    String deletePath,
    Map<String, Access> sources,
    Duration keptFor,
    Duration interval,
    Duration keyInterval,
    WhenDown whenDown,
    List<String> store) {

  ResultProperties {
    sources = sources == null ? Map.of() : Map.copyOf(sources);
    store = store == null ? List.of() : List.copyOf(store);
  }

  /** What a source has of its own; null for what it shares. */
  record Access(String baseUrl, String key, String secret) {}

  /** What a status does while the API is down. */
  enum WhenDown {
    HOLD,
    CONTINUE
  }

  /** How to ask about a source's journeys; empty when the API is not to be asked. */
  Optional<Access> access(String source) {
    Access own = sources.getOrDefault(source, new Access(null, null, null));
    Access access =
        new Access(
            first(own.baseUrl(), baseUrl), first(own.key(), key), first(own.secret(), secret));
    return access.key().isBlank() || access.baseUrl().isBlank()
        ? Optional.empty()
        : Optional.of(access);
  }

  /** Whether sources without a key of their own are asked about. */
  boolean isShared() {
    return key != null && !key.isBlank();
  }

  /** The sources with a key of their own. */
  Set<String> sourcesWithKey() {
    return sources.keySet().stream()
        .filter(source -> access(source).isPresent())
        .collect(Collectors.toSet());
  }

  private static String first(String own, String shared) {
    if (own != null && !own.isBlank()) {
      return own;
    }
    return shared == null ? "" : shared;
  }
}
