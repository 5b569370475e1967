package org.idwiseroutes.jsonhttp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** What a call proves its right with: a user name and password, a token, or a fetched token. */
final class Login {

  private final TenantText basic;
  private final TenantText bearer;
  private final String system;

  private Login(TenantText basic, TenantText bearer, String system) {
    this.basic = basic;
    this.bearer = bearer;
    this.system = system;
  }

  /** At most one of them may be given; the others are null. */
  static Login of(CamelContext camel, String basic, String bearer, String oauth2) {
    if (Stream.of(basic, bearer, oauth2).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException("Of basic, bearer and oauth2, give one");
    }
    return new Login(
        basic == null ? null : new TenantText(camel, basic),
        bearer == null ? null : new TenantText(camel, bearer),
        oauth2);
  }

  /** The value of {@code Authorization}; null for none, and when a token has to be fetched. */
  String header(Exchange exchange) {
    if (basic != null) {
      return "Basic " + encoded(basic.of(exchange));
    }
    return bearer == null ? null : "Bearer " + bearer.of(exchange);
  }

  /** Whether nothing is sent, or what is sent is of this source alone. */
  boolean isOwnOf(String source, Exchange exchange) {
    if (system != null) {
      return tokens(exchange).isOwn(system, source);
    }
    return (basic == null || basic.isOwnOf(source)) && (bearer == null || bearer.isOwnOf(source));
  }

  /** Whose tokens of {@link AccessTokens} are used; null when none are. */
  String system() {
    return system;
  }

  /** The tokens of the exchange's context. */
  AccessTokens tokens(Exchange exchange) {
    AccessTokens tokens =
        exchange
            .getContext()
            .getRegistry()
            .lookupByNameAndType(AccessTokens.BEAN, AccessTokens.class);
    if (tokens == null) {
      throw new IllegalStateException(
          "There is no bean \"%s\" that has tokens".formatted(AccessTokens.BEAN));
    }
    return tokens;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
