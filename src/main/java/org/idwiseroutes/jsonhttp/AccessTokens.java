package org.idwiseroutes.jsonhttp;

/**
 * Access tokens by the name of the system that takes them; the bean {@value #BEAN} has them. A
 * source may have a login of its own; its name may be null.
 */
public interface AccessTokens {

  /** The bean's name. */
  String BEAN = "oauth2";

  /** A token that is valid for a while. */
  String token(String system, String source);

  /** The word before the token in the header {@code Authorization}. */
  String type(String system, String source);

  /** Whether the source has a login of its own. */
  boolean isOwn(String system, String source);

  /** Uses this token no longer, since the system refused it. A newer token stays. */
  void forget(String system, String source, String token);
}
