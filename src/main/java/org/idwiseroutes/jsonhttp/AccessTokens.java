package org.idwiseroutes.jsonhttp;

/** Access tokens by the name of the system that takes them; the bean {@value #BEAN} has them. */
public interface AccessTokens {

  /** The bean's name. */
  String BEAN = "oauth2";

  /** A token that is valid for a while. */
  String token(String system);

  /** The word before the token in the header {@code Authorization}. */
  default String type(String system) {
    return "Bearer";
  }

  /** Uses this token no longer, since the system refused it. A newer token stays. */
  void forget(String system, String token);
}
