package org.idwiseroutes.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows whoever guesses: each failed authentication of an address within a minute of the one before
 * it doubles the time until it is answered. Right credentials are never slowed, whatever else came
 * from their address.
 */
@Component
class Brake {

  private static final int FREE = 3;
  private static final int DOUBLINGS = 6;
  private static final long FIRST_MILLIS = 50;
  private static final int MOST_ADDRESSES = 10_000;
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);

  private record Failures(int count, Instant last) {}

  private final Map<String, Failures> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private final Clock clock;

  Brake(Clock clock) {
    this.clock = clock;
  }

  /** Counts a failure of this address and answers how long its answer has to wait. */
  synchronized Duration failed(String address) {
    Instant now = clock.instant();
    String neighbourhood = Networks.neighbourhood(address);
    Failures before = byAddress.get(neighbourhood);
    boolean forgiven = before == null || before.last().plus(FORGIVEN_AFTER).isBefore(now);
    int count = forgiven ? 1 : before.count() + 1;
    byAddress.put(neighbourhood, new Failures(count, now));
    return Duration.ofMillis(FIRST_MILLIS << Math.max(0, Math.min(count - FREE, DOUBLINGS)));
  }
}
