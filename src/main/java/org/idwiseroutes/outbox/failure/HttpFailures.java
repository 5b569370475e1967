package org.idwiseroutes.outbox.failure;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.idwiseroutes.database.StoredText;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Answers of systems that speak HTTP. The status alone decides; the words in the answer are an
 * extra.
 *
 * <p>Final are 4xx other than 408, 425 and 429. The destination's own are 401, 408, 425, 429 and
 * all but 4xx: it refuses our credentials, is overloaded, or down.
 */
@Component
@Order(20)
class HttpFailures implements FailureClassifier {

  private static final int LONGEST_ANSWER = 500;
  private static final Set<Integer> TRANSIENT_4XX = Set.of(408, 425, 429);
  private static final int UNAUTHORIZED = 401;

  private final Clock clock;

  HttpFailures(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Failure> classify(Throwable thrown) {
    return Causes.find(HttpOperationFailedException.class, thrown).map(this::failure);
  }

  private Failure failure(HttpOperationFailedException http) {
    int status = http.getStatusCode();
    boolean isFinal = status >= 400 && status < 500 && !TRANSIENT_4XX.contains(status);
    String words = words(http.getResponseBody());
    return new Failure(
        "HTTP " + status + (words.isEmpty() ? "" : ": " + words),
        "HTTP " + status,
        isFinal ? Retry.NEVER : Retry.AS_SET,
        isFinal && status != UNAUTHORIZED ? Fault.DELIVERY : Fault.DESTINATION,
        RetryAfter.of(status, http.getResponseHeaders(), clock),
        false);
  }

  private static String words(String answer) {
    if (answer == null || answer.isBlank()) {
      return "";
    }
    String words = ErrorAnswer.words(answer);
    return words.length() > LONGEST_ANSWER ? StoredText.of(words, LONGEST_ANSWER) + "…" : words;
  }
}
