package org.idwiseroutes.webhook;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.webhook.Sources.Source;

/** What has to be sent to a source. */
final class Credentials {

  private final boolean anonymous;
  private final AuthorizationHeader authorization;
  private final Map<String, List<Secret>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Credentials(Source source) {
    anonymous = source.allowAnonymous();
    authorization = new AuthorizationHeader(source);
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

  boolean isBearerOnly() {
    return authorization.isBearerOnly();
  }

  /** The settings of all secrets. */
  List<String> settings() {
    List<Secret> secrets = new ArrayList<>(authorization.secrets());
    headers.values().forEach(secrets::addAll);
    return secrets.stream().map(Secret::setting).toList();
  }

  /** Compares everything, whatever fails first. */
  CredentialMatch compare(MultiMap sent) {
    CredentialMatch comparison = new CredentialMatch();
    authorization.compare(sent, comparison);
    headers.forEach((name, secrets) -> compareHeader(sent.getAll(name), name, secrets, comparison));
    return comparison;
  }

  private static void compareHeader(
      List<String> sent, String name, List<Secret> secrets, CredentialMatch comparison) {
    if (sent.size() != 1) {
      comparison.fail((sent.isEmpty() ? "no header " : "more than one header ") + name);
      return;
    }
    List<Secret> matching =
        secrets.stream().filter(secret -> secret.matchesHeader(sent.get(0))).toList();
    if (matching.isEmpty()) {
      comparison.fail("the value of the header %s did not match".formatted(name));
    }
    matching.forEach(comparison::use);
  }
}
