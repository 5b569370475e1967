package org.idwiseroutes.jsonhttp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * What a call proves its right with.
 *
 * @param header the value of {@code Authorization}; null for none, and with a system
 * @param system whose tokens of {@link AccessTokens} are used; null when none are
 */
record Login(String header, String system) {

  /** At most one of them may be given. */
  static Login of(String basic, String bearer, String oauth2) {
    if (Stream.of(basic, bearer, oauth2).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException("Of basic, bearer and oauth2, give one");
    }
    if (basic != null) {
      return new Login("Basic " + encoded(basic), null);
    }
    return new Login(bearer == null ? null : "Bearer " + bearer, oauth2);
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

  @Override
  public String toString() {
    return "a login";
  }
}
