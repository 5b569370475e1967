package org.idwiseroutes.wiring;

/** The bean {@code oauth2} of a rehearsal: no token is fetched. */
public final class DryTokens {

  /** A word instead of a token. */
  public String token(String system) {
    return "token-of-" + system;
  }

  /** Has nothing to forget. */
  public void forget(String system, String token) {}
}
