package org.idwiseroutes.wiring;

import org.idwiseroutes.jsonhttp.AccessTokens;

/** The bean {@code oauth2} of a rehearsal: no token is fetched. */
public final class DryTokens implements AccessTokens {

  /** A word instead of a token. */
  @Override
  public String token(String system) {
    return "token-of-" + system;
  }

  /** Has nothing to forget. */
  @Override
  public void forget(String system, String token) {}
}
