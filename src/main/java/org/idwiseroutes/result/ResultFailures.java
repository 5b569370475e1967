package org.idwiseroutes.result;

import java.util.Optional;
import org.apache.camel.util.ObjectHelper;
import org.idwiseroutes.outbox.failure.Failure;
import org.idwiseroutes.outbox.failure.FailureClassifier;
import org.idwiseroutes.outbox.failure.Fault;
import org.idwiseroutes.outbox.failure.Retry;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * IDWise's API that cannot be asked: retried as often as is set, and no fault of the destination
 * that would have been called next.
 */
@Component
@Order(5)
class ResultFailures implements FailureClassifier {

  @Override
  public Optional<Failure> classify(Throwable thrown) {
    return Optional.ofNullable(ObjectHelper.getException(ResultUnavailableException.class, thrown))
        .map(
            unavailable -> {
              String words = String.valueOf(unavailable.getMessage());
              return new Failure(words, words, Retry.AS_SET, Fault.ROUTE);
            });
  }
}
