package org.idwiseroutes.forget;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What follows an erasure.
 *
 * @param askAfter how long after it other systems are asked; attempts that were under way have
 *     ended by then, so that none brings back what is deleted
 * @param deadline how long after it all systems have to have answered
 * @param remindBefore how long before that an alert says that some have not
 */
@ConfigurationProperties("idwise.erasure")
record ErasureProperties(Duration askAfter, Duration deadline, Duration remindBefore) {

  ErasureProperties {
    if (askAfter.isNegative() || deadline.isNegative() || remindBefore.isNegative()) {
      throw new IllegalArgumentException("A time of idwise.erasure.* is negative");
    }
  }
}
