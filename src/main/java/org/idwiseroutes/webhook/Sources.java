package org.idwiseroutes.webhook;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The entrances with their secrets, {@code idwise.sources.<name>.…}. IDWise's payload does not say
 * where it comes from; the path does, and the credentials prove it.
 *
 * @param sources by name
 * @param trustedProxies addresses and networks whose {@code X-Forwarded-For} is believed
 */
@ConfigurationProperties("idwise")
record Sources(Map<String, Source> sources, List<String> trustedProxies) {

  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";

  /** A header's name as RFC 9110, 5.6.2 has it. */
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** In characters. */
  private static final int SHORTEST_SECRET = 8;

  private static final Pattern INDEXED = Pattern.compile("(.+)[.\\[](\\d+)]?");

  /**
   * One entrance, with what the portal offers. What is set must all be sent, but of Basic and
   * Bearer, which share a header, one.
   *
   * @param bearerTokens all are accepted, so that one can be rotated without a gap
   * @param headers values by name; {@code name[0]}, {@code name[1]} are alternatives
   * @param allowAnonymous whether everybody may post
   * @param allowedAddresses addresses and networks; empty for all
   */
  record Source(
      Basic basic,
      List<String> bearerTokens,
      Map<String, String> headers,
      boolean allowAnonymous,
      List<String> allowedAddresses) {

    Source {
      bearerTokens = bearerTokens == null ? List.of() : List.copyOf(bearerTokens);
      headers = headers == null ? Map.of() : new TreeMap<>(headers);
      allowedAddresses = allowedAddresses == null ? List.of() : List.copyOf(allowedAddresses);
    }

    boolean hasSecrets() {
      return basic != null || !bearerTokens.isEmpty() || !headers.isEmpty();
    }
  }

  /**
   * HTTP Basic.
   *
   * @param nextPassword accepted as well, so that the password can be rotated without a gap; null
   *     for none
   */
  record Basic(String username, String password, String nextPassword) {}

  Sources {
    sources = sources == null ? Map.of() : Map.copyOf(sources);
    trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
    sources.forEach(Sources::check);
  }

  /**
   * A header's name without the index of an alternative, which arrives as {@code name.0}. An
   * environment variable cannot hold a hyphen: {@code …_HEADERS_X_API_KEY} arrives as {@code
   * x.api.key} and means {@code x-api-key}.
   */
  static String headerName(String key) {
    Matcher indexed = INDEXED.matcher(key);
    return (indexed.matches() ? indexed.group(1) : key).replace('.', '-');
  }

  private static void check(String name, Source source) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "idwise.sources.%s: a source's name is made of lower-case letters, digits and hyphens"
              .formatted(name));
    }
    if (source.allowAnonymous() && source.hasSecrets()) {
      throw new IllegalArgumentException(
          "idwise.sources.%s.allow-anonymous is true although secrets are set: remove one of them"
              .formatted(name));
    }
    if (!source.allowAnonymous() && !source.hasSecrets()) {
      throw new IllegalArgumentException(
          "The source \"%s\" has no credentials: set idwise.sources.%s.basic.username and .password, .bearer-tokens[0] or .headers.<Header-Name>, or allow-anonymous=true"
              .formatted(name, name));
    }
    if (source.basic() != null) {
      require(name, "basic.username", source.basic().username());
      requirePassword(name, "basic.password", source.basic().password(), source.basic());
      if (source.basic().nextPassword() != null) {
        requirePassword(name, "basic.next-password", source.basic().nextPassword(), source.basic());
      }
    }
    for (int i = 0; i < source.bearerTokens().size(); i++) {
      requireSecret(name, "bearer-tokens[%d]".formatted(i), source.bearerTokens().get(i));
    }
    source.headers().forEach((key, value) -> checkHeader(name, source, key, value));
  }

  private static void checkHeader(String name, Source source, String key, String value) {
    requireSecret(name, "headers." + key, value);
    String header = headerName(key);
    if (!header.matches(TOKEN)) {
      throw new IllegalArgumentException(
          "idwise.sources.%s.headers.%s: \"%s\" cannot be the name of a header"
              .formatted(name, key, header));
    }
    boolean taken = source.basic() != null || !source.bearerTokens().isEmpty();
    if (header.equalsIgnoreCase("Authorization") && taken) {
      throw new IllegalArgumentException(
          "idwise.sources.%s.headers.%s: Basic and Bearer use this header already"
              .formatted(name, key));
    }
  }

  private static void require(String name, String key, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "The source \"%s\" lacks a secret: set idwise.sources.%s.%s".formatted(name, name, key));
    }
  }

  private static void requireSecret(String name, String key, String value) {
    require(name, key, value);
    if (value.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "idwise.sources.%s.%s is too short: a secret has at least %d characters"
              .formatted(name, key, SHORTEST_SECRET));
    }
  }

  private static void requirePassword(String name, String key, String value, Basic basic) {
    requireSecret(name, key, value);
    if (value.equals(basic.username())) {
      throw new IllegalArgumentException(
          "idwise.sources.%s.%s is the user name: set another password".formatted(name, key));
    }
  }
}
