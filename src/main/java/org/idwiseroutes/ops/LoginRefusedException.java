package org.idwiseroutes.ops;

import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;

/** A login that was not looked at, and may be tried again later. */
class LoginRefusedException extends AuthenticationException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final Duration retryAfter;

  private LoginRefusedException(HttpStatus status, String message, Duration retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Too many logins of this name or from this address failed: 429. */
  static LoginRefusedException tooManyFailures(Duration retryAfter) {
    return new LoginRefusedException(
        HttpStatus.TOO_MANY_REQUESTS,
        "Too many logins have failed: try again in %d s".formatted(seconds(retryAfter)),
        retryAfter);
  }

  /** So many passwords are being checked that this one found no turn: 503. */
  static LoginRefusedException busy() {
    return new LoginRefusedException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "Too many passwords are being checked: try again in a second",
        Duration.ofSeconds(1));
  }

  /** The issuer of tokens does not say whether this one is right: 503. */
  static LoginRefusedException issuer() {
    return new LoginRefusedException(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The issuer of tokens does not answer, or not yet about this key: try again in 30 s",
        Duration.ofSeconds(30));
  }

  HttpStatus status() {
    return status;
  }

  /** Whole seconds, at least one. */
  long retryAfterSeconds() {
    return seconds(retryAfter);
  }

  private static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
