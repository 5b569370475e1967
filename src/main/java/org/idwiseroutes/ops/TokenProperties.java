package org.idwiseroutes.ops;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Access tokens of machines ({@code idwise.ops.tokens.*}).
 *
 * @param issuer the OpenID Connect issuer whose tokens the API takes besides passwords; unset for
 *     none
 * @param audience what they name as their audience: this API alone
 */
@ConfigurationProperties("idwise.ops.tokens")
record TokenProperties(String issuer, String audience) {

  TokenProperties {
    issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
    audience = audience == null || audience.isBlank() ? null : audience.strip();
    if (issuer != null && audience == null) {
      throw new IllegalArgumentException(
          "Set idwise.ops.tokens.audience as well: without it a token that the issuer has given for any other service would be taken here");
    }
    if (issuer != null) {
      requireSafe("idwise.ops.tokens.issuer", issuer);
    }
  }

  /** Refuses an address that is neither https nor of this machine. */
  static void requireSafe(String what, String address) {
    if (!address.matches("https://.+|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/.*)?")) {
      throw new IllegalArgumentException(
          "%s: the address begins with https://, or whoever stands between could give out keys"
              .formatted(what));
    }
  }

  boolean isSet() {
    return issuer != null;
  }
}
