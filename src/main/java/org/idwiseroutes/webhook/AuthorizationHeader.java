package org.idwiseroutes.webhook;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.idwiseroutes.webhook.Sources.Source;

/** What has to be sent in the header {@code Authorization}: Basic or Bearer. */
final class AuthorizationHeader {

  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final Secret username;
  private final List<Secret> passwords = new ArrayList<>();
  private final List<Secret> tokens = new ArrayList<>();

  AuthorizationHeader(Source source) {
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
  }

  boolean isBearerOnly() {
    return username == null && !tokens.isEmpty();
  }

  /** The secrets that may come in it. */
  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(passwords);
    secrets.addAll(tokens);
    return secrets;
  }

  void compare(MultiMap headers, CredentialMatch comparison) {
    if (username == null && tokens.isEmpty()) {
      return;
    }
    List<String> sent = headers.getAll(HttpHeaders.AUTHORIZATION);
    if (sent.size() != 1) {
      comparison.fail(
          sent.isEmpty() ? "no Authorization header" : "more than one Authorization header");
      return;
    }
    String value = sent.get(0).strip();
    if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      compareToken(value.substring(BEARER.length()).strip(), comparison);
    } else {
      compareBasic(value, comparison);
    }
  }

  private void compareToken(String token, CredentialMatch comparison) {
    List<Secret> matching = matching(tokens, token);
    if (tokens.isEmpty()) {
      comparison.fail("a Bearer token was sent, Basic is expected");
    } else if (matching.isEmpty()) {
      comparison.fail("the Bearer token did not match");
    }
    matching.forEach(comparison::use);
  }

  private void compareBasic(String value, CredentialMatch comparison) {
    String[] sent = basic(value);
    if (sent == null) {
      comparison.fail("the Authorization header is neither Basic nor Bearer as it should be");
    } else if (username == null) {
      comparison.fail("a Basic user name was sent, a Bearer token is expected");
    } else {
      boolean user = username.matches(sent[0]);
      List<Secret> matching = matching(passwords, sent[1]);
      if (!user) {
        comparison.fail("the Basic user name did not match");
      } else if (matching.isEmpty()) {
        comparison.fail("a Basic user name was sent, the password did not match");
      } else {
        matching.forEach(comparison::use);
      }
    }
  }

  /** The user name and the password (RFC 7617, UTF-8); null for what is malformed. */
  private static String[] basic(String value) {
    if (!value.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(value.substring(BASIC.length()).strip());
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 ? parts : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** Looks at all of them, come what may. */
  private static List<Secret> matching(List<Secret> secrets, String sent) {
    return secrets.stream().filter(secret -> secret.matches(sent)).toList();
  }
}
