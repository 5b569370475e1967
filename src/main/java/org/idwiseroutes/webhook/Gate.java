package org.idwiseroutes.webhook;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Decides who may come in. Every request is compared with all sources, so that neither the answer
 * nor its time tells an outsider which of them exist.
 */
@Component
class Gate {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /**
   * Whether a request may come in.
   *
   * @param refused the status of its refusal; null when it may
   * @param reason of its refusal, in words without secrets
   * @param authenticatedAs the settings of the secrets that were sent, or {@code anonymous}
   */
  record Access(HttpStatus refused, String reason, String authenticatedAs) {

    private static Access refused(HttpStatus status, String reason) {
      return new Access(status, reason, null);
    }

    boolean isGranted() {
      return refused == null;
    }
  }

  private final Map<String, Credentials> credentials = new TreeMap<>();
  private final Map<String, Networks> allowed = new TreeMap<>();
  private final Sightings sightings;

  Gate(Sources sources, Sightings sightings) {
    this.sightings = sightings;
    sources
        .sources()
        .forEach(
            (name, source) -> {
              credentials.put(name, new Credentials(source));
              allowed.put(
                  name,
                  new Networks(
                      "idwise.sources.%s.allowed-addresses".formatted(name),
                      source.allowedAddresses()));
              if (source.allowAnonymous()) {
                LOG.warn(
                    "The source {} lets everybody in: idwise.sources.{}.allow-anonymous is true",
                    name,
                    name);
              }
            });
    if (credentials.isEmpty()) {
      LOG.warn(
          "There is no source yet, so every call is refused: set idwise.sources.<name>.basic.username and .password");
    }
  }

  /** The names of all sources. */
  List<String> sources() {
    return List.copyOf(credentials.keySet());
  }

  boolean isSource(String name) {
    return credentials.containsKey(name);
  }

  boolean isAnonymous(String source) {
    return credentials.get(source).isAnonymous();
  }

  /** The settings of a source's secrets. */
  List<String> secrets(String source) {
    return credentials.get(source).settings();
  }

  /**
   * The {@code WWW-Authenticate} of a 401, the same for every path: Basic, unless all want Bearer.
   */
  String challenge() {
    boolean bearer =
        !credentials.isEmpty() && credentials.values().stream().allMatch(Credentials::isBearerOnly);
    return bearer ? "Bearer realm=\"idwise\"" : "Basic realm=\"idwise\", charset=\"UTF-8\"";
  }

  /** Whether a request with these headers may come in to this source. */
  Access access(String source, String address, MultiMap headers) {
    CredentialMatch own = null;
    boolean other = false;
    for (Map.Entry<String, Credentials> one : credentials.entrySet()) {
      CredentialMatch comparison = one.getValue().compare(headers);
      if (one.getKey().equals(source)) {
        own = comparison;
      } else {
        other |= comparison.matches() && !one.getValue().isAnonymous();
      }
    }
    if (own == null) {
      return other
          ? Access.refused(HttpStatus.NOT_FOUND, "there is no source of this name")
          : Access.refused(HttpStatus.UNAUTHORIZED, "there is no source of this name");
    }
    if (!own.matches()) {
      return Access.refused(
          HttpStatus.UNAUTHORIZED,
          other ? "these are the credentials of another source" : own.failure());
    }
    if (!allowed.get(source).isEmpty() && !allowed.get(source).contain(address)) {
      return Access.refused(HttpStatus.FORBIDDEN, "the address is not in allowed-addresses");
    }
    own.used().forEach(secret -> sightings.see(source, secret));
    return new Access(
        null, null, own.used().isEmpty() ? "anonymous" : String.join(", ", own.used()));
  }
}
