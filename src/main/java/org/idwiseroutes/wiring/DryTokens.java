package org.idwiseroutes.wiring;

import org.idwiseroutes.jsonhttp.AccessTokens;

/** The bean {@code oauth2} of a rehearsal: no token is fetched. */
public final class DryTokens implements AccessTokens {

  /** A word instead of a token. */
  public String token(String system) {
    return token(system, null);
  }

  @Override
  public String token(String system, String source) {
    return "token-of-" + system;
  }

  @Override
  public String type(String system, String source) {
    return "Bearer";
  }

  @Override
  public boolean isOwn(String system, String source) {
    return true;
  }

  /** Has nothing to forget. */
  public void forget(String system, String token) {
    forget(system, null, token);
  }

  @Override
  public void forget(String system, String source, String token) {
    // none is kept
  }
}
