package org.idwiseroutes.outbox.failure;

import java.util.Optional;

/**
 * Knows the failures of one kind of system. Classifiers are beans; the first that knows a failure
 * decides, in the order of {@link org.springframework.core.annotation.Order}. What none knows is
 * retried and nobody's fault but the route's, see {@link Failures}.
 */
@FunctionalInterface
public interface FailureClassifier {

  /**
   * Says what a failure means. Must be quick, bounded in memory, and without a call to anybody.
   *
   * @param thrown with its causes
   * @return empty when it is no failure of this kind of system
   */
  Optional<Failure> classify(Throwable thrown);
}
