package org.idwiseroutes.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.idwiseroutes.webhook.Sources.Source;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/** What has to be sent in the header {@code Authorization}: Basic or Bearer. */
final class AuthorizationHeader {

  private static final String BEARER = "bearer ";

  private final BasicAuthenticationConverter converter = new BasicAuthenticationConverter();
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

  void compare(HttpServletRequest request, Comparison comparison) {
    if (username == null && tokens.isEmpty()) {
      return;
    }
    List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    if (sent.size() != 1) {
      comparison.fail(
          sent.isEmpty() ? "no Authorization header" : "more than one Authorization header");
      return;
    }
    String value = sent.get(0).strip();
    if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      compareToken(value.substring(BEARER.length()).strip(), comparison);
    } else {
      compareBasic(request, comparison);
    }
  }

  private void compareToken(String token, Comparison comparison) {
    List<Secret> matching = matching(tokens, token);
    if (tokens.isEmpty()) {
      comparison.fail("a Bearer token was sent, Basic is expected");
    } else if (matching.isEmpty()) {
      comparison.fail("the Bearer token did not match");
    }
    matching.forEach(comparison::use);
  }

  private void compareBasic(HttpServletRequest request, Comparison comparison) {
    UsernamePasswordAuthenticationToken sent = basic(request);
    if (sent == null) {
      comparison.fail("the Authorization header is neither Basic nor Bearer as it should be");
    } else if (username == null) {
      comparison.fail("a Basic user name was sent, a Bearer token is expected");
    } else {
      boolean user = username.matches(sent.getName());
      List<Secret> matching = matching(passwords, String.valueOf(sent.getCredentials()));
      if (!user) {
        comparison.fail("the Basic user name did not match");
      } else if (matching.isEmpty()) {
        comparison.fail("a Basic user name was sent, the password did not match");
      } else {
        matching.forEach(comparison::use);
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

  /** Looks at all of them, come what may. */
  private static List<Secret> matching(List<Secret> secrets, String sent) {
    return secrets.stream().filter(secret -> secret.matches(sent)).toList();
  }
}
