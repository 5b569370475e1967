package org.idwiseroutes.outbox.failure;

import java.util.List;
import org.springframework.stereotype.Component;

/** What failures mean, told by the classifiers that there are. */
@Component
public class Failures {

  private final List<FailureClassifier> classifiers;

  /** Asks classifiers in this order. */
  Failures(List<FailureClassifier> classifiers) {
    this.classifiers = List.copyOf(classifiers);
  }

  /**
   * What one failure means. Never throws: a failure whose words cannot be read is told by its type.
   */
  public Failure of(Throwable thrown) {
    try {
      for (FailureClassifier classifier : classifiers) {
        Failure failure = classifier.classify(thrown).orElse(null);
        if (failure != null) {
          return failure;
        }
      }
      return Failure.of(Causes.words(thrown), Retry.AS_SET, Fault.ROUTE);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError unreadable) {
      return Failure.of(thrown.getClass().getSimpleName(), Retry.AS_SET, Fault.ROUTE);
    }
  }
}
