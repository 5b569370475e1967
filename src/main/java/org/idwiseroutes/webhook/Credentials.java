package org.idwiseroutes.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.webhook.Sources.Source;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/** What has to be sent to a source. */
final class Credentials {

  private static final String BEARER = "bearer ";

  /**
   * How a request compares.
   *
   * @param used the settings of the secrets that were sent
   * @param failure what is wrong, in words without secrets; null when nothing is
   */
  record Comparison(List<String> used, String failure) {

    boolean matches() {
      return failure == null;
    }
  }

  private final BasicAuthenticationConverter converter = new BasicAuthenticationConverter();
  private final boolean anonymous;
  private final Secret username;
  private final List<Secret> passwords = new ArrayList<>();
  private final List<Secret> tokens = new ArrayList<>();
  private final Map<String, List<Secret>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Credentials(Source source) {
    anonymous = source.allowAnonymous();
    username =
        source.basic() == null ? null : new Secret("basic.username", source.basic().username());
    if (source.basic() != null) {
      passwords.add(new Secret("basic.password", source.basic().password()));
      if (source.basic().nextPassword() != null) {
        passwords.add(new Secret("basic.next-password", source.basic().nextPassword()));
      }
    }
    for (int i = 0; i < source.bearerTokens().size(); i++) {
      tokens.add(new Secret("bearer-tokens[%d]".formatted(i), source.bearerTokens().get(i)));
    }
    source
        .headers()
        .forEach(
            (key, value) ->
                headers
                    .computeIfAbsent(Sources.headerName(key), name -> new ArrayList<>())
                    .add(new Secret("headers." + key, value)));
  }

  boolean isAnonymous() {
    return anonymous;
  }

  /** The settings of all secrets. */
  List<String> settings() {
    List<String> settings = new ArrayList<>();
    passwords.forEach(secret -> settings.add(secret.setting()));
    tokens.forEach(secret -> settings.add(secret.setting()));
    headers.values().forEach(values -> values.forEach(secret -> settings.add(secret.setting())));
    return settings;
  }

  /** The challenge of a 401: Basic unless only Bearer is asked for. */
  String challenge() {
    return username == null && !tokens.isEmpty()
        ? "Bearer realm=\"idwise\""
        : "Basic realm=\"idwise\", charset=\"UTF-8\"";
  }

  /** Compares everything, whatever fails first. */
  Comparison compare(HttpServletRequest request) {
    List<String> used = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    if (username != null || !tokens.isEmpty()) {
      compareAuthorization(request, used, failures);
    }
    headers.forEach((name, secrets) -> compareHeader(request, name, secrets, used, failures));
    return new Comparison(used, failures.isEmpty() ? null : String.join("; ", failures));
  }

  private void compareAuthorization(
      HttpServletRequest request, List<String> used, List<String> failures) {
    List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    if (sent.size() != 1) {
      failures.add(
          sent.isEmpty() ? "no Authorization header" : "more than one Authorization header");
      return;
    }
    String value = sent.get(0).strip();
    if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      compareToken(value.substring(BEARER.length()).strip(), used, failures);
    } else {
      compareBasic(request, used, failures);
    }
  }

  private void compareToken(String token, List<String> used, List<String> failures) {
    if (tokens.isEmpty()) {
      failures.add("a Bearer token was sent, Basic is expected");
    } else if (!find(tokens, token, used)) {
      failures.add("the Bearer token did not match");
    }
  }

  private void compareBasic(HttpServletRequest request, List<String> used, List<String> failures) {
    UsernamePasswordAuthenticationToken sent = basic(request);
    if (sent == null) {
      failures.add("the Authorization header is neither Basic nor Bearer as it should be");
    } else if (username == null) {
      failures.add("a Basic user name was sent, a Bearer token is expected");
    } else {
      boolean user = username.matches(sent.getName());
      List<String> password = new ArrayList<>();
      boolean matches = find(passwords, String.valueOf(sent.getCredentials()), password);
      if (user & matches) {
        used.addAll(password);
      } else {
        failures.add(
            user
                ? "a Basic user name was sent, the password did not match"
                : "the Basic user name did not match");
      }
    }
  }

  private UsernamePasswordAuthenticationToken basic(HttpServletRequest request) {
    try {
      return converter.convert(request);
    } catch (AuthenticationException malformed) {
      return null;
    }
  }

  private static void compareHeader(
      HttpServletRequest request,
      String name,
      List<Secret> secrets,
      List<String> used,
      List<String> failures) {
    List<String> sent = Collections.list(request.getHeaders(name));
    if (sent.size() != 1) {
      failures.add((sent.isEmpty() ? "no header " : "more than one header ") + name);
    } else if (secrets.stream()
            .filter(secret -> secret.matchesHeader(sent.get(0)))
            .peek(secret -> used.add(secret.setting()))
            .count()
        == 0) {
      failures.add("the value of the header %s did not match".formatted(name));
    }
  }

  /** Looks at all of them, come what may. */
  private static boolean find(List<Secret> secrets, String sent, List<String> used) {
    boolean found = false;
    for (Secret secret : secrets) {
      if (secret.matches(sent)) {
        used.add(secret.setting());
        found = true;
      }
    }
    return found;
  }
}
