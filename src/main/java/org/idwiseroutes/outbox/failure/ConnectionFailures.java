package org.idwiseroutes.outbox.failure;

import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Connections to a destination that cannot be made, break, or stay silent, whatever is spoken over
 * them: the destination's own, tried again. Also a token that its authorization server does not
 * give, and a broker that takes nothing.
 */
@Component
@Order(40)
class ConnectionFailures implements FailureClassifier {

  private static final Set<String> PACKAGES =
      Set.of("java.net.", "java.nio.channels.", "javax.net.ssl.", "org.apache.hc.");

  private static final Set<String> TYPES =
      Set.of(
          "java.io.EOFException",
          "java.io.InterruptedIOException",
          "java.util.concurrent.TimeoutException",
          "org.eclipse.angus.mail.util.MailConnectException",
          "org.eclipse.angus.mail.util.SocketConnectException",
          "org.springframework.security.oauth2.core.OAuth2AuthorizationException",
          "org.apache.kafka.common.errors.RetriableException",
          "org.apache.kafka.common.errors.AuthenticationException",
          "org.apache.kafka.common.errors.AuthorizationException");

  /** What lies in those packages and is no connection's. */
  private static final Set<String> OTHERS =
      Set.of("java.net.URISyntaxException", "java.net.MalformedURLException");

  @Override
  public Optional<Failure> classify(Throwable thrown) {
    return isOfConnection(thrown)
        ? Optional.of(Failure.of(Causes.words(thrown), Retry.AS_SET, Fault.DESTINATION))
        : Optional.empty();
  }

  private static boolean isOfConnection(Throwable thrown) {
    return Causes.anyIs(thrown, TYPES)
        || Causes.any(
            thrown,
            cause -> {
              String name = cause.getClass().getName();
              return !OTHERS.contains(name) && PACKAGES.stream().anyMatch(name::startsWith);
            });
  }
}
