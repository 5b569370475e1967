package org.idwiseroutes.ops;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Slows whoever guesses the password of an operator. Failures are counted for a name at an address,
 * for an address whatever the name, and for a name whatever the address:
 *
 * <ul>
 *   <li>a name at an address has five failures free; each further one doubles the wait, from a
 *       second to five minutes;
 *   <li>an address has twenty failures free, then the same;
 *   <li>a name has fifty failures free; after them, one try in two seconds is let through.
 * </ul>
 *
 * The last two do not hold for a name at an address at which it has logged in since the start of
 * the node: nobody is shut out by what comes from other addresses. After a quarter of an hour
 * without a failure all is forgiven. Nothing waits here: the caller refuses the try.
 */
@Component
class LoginBrake {

  private static final int FREE_OF_NAME_AT_ADDRESS = 5;
  private static final int FREE_OF_ADDRESS = 20;
  private static final int FREE_OF_NAME = 50;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration PACE_OF_NAME = Duration.ofSeconds(2);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 16;
  private static final int MOST_ENTRIES = 5_000;
  private static final int LONGEST_NAME = 128;
  private static final int IPV6_NETWORK_BYTES = 8;

  private record NameAtAddress(String name, String address) {}

  private record Failures(int count, Instant last) {}

  private final Map<NameAtAddress, Failures> byBoth = bounded();
  private final Map<String, Failures> byAddress = bounded();
  private final Map<String, Failures> byName = bounded();
  private final Set<NameAtAddress> seen = Collections.newSetFromMap(bounded());
  private final Clock clock;

  LoginBrake(Clock clock) {
    this.clock = clock;
  }

  /** How long this name has to wait at this address; zero when it may try. */
  synchronized Duration toWait(String name, String address) {
    NameAtAddress both = key(name, address);
    Duration wait = toWait(byBoth.get(both), FREE_OF_NAME_AT_ADDRESS, LONGEST_WAIT);
    if (seen.contains(both)) {
      return wait;
    }
    return longer(
        wait,
        longer(
            toWait(byAddress.get(both.address()), FREE_OF_ADDRESS, LONGEST_WAIT),
            toWait(byName.get(both.name()), FREE_OF_NAME, PACE_OF_NAME)));
  }

  /** Whether this name has logged in at this address since the start of the node. */
  synchronized boolean hasSeen(String name, String address) {
    return seen.contains(key(name, address));
  }

  /** Counts a wrong password, or a name that there is not. */
  synchronized void failed(String name, String address) {
    NameAtAddress both = key(name, address);
    byBoth.compute(both, (key, before) -> oneMore(before));
    byAddress.compute(both.address(), (key, before) -> oneMore(before));
    byName.compute(both.name(), (key, before) -> oneMore(before));
  }

  /** Forgives the failures of this name at this address. */
  synchronized void succeeded(String name, String address) {
    NameAtAddress both = key(name, address);
    byBoth.remove(both);
    seen.add(both);
  }

  private Duration toWait(Failures failures, int free, Duration longest) {
    if (failures == null || failures.count() < free || isForgiven(failures)) {
      return Duration.ZERO;
    }
    Duration doubled =
        FIRST_WAIT.multipliedBy(1L << Math.min(failures.count() - free, MOST_DOUBLINGS));
    Duration wait = doubled.compareTo(longest) > 0 ? longest : doubled;
    Duration left = Duration.between(clock.instant(), failures.last().plus(wait));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Failures oneMore(Failures before) {
    int count = before == null || isForgiven(before) ? 1 : before.count() + 1;
    return new Failures(count, clock.instant());
  }

  private boolean isForgiven(Failures failures) {
    return failures.last().plus(FORGIVEN_AFTER).isBefore(clock.instant());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static NameAtAddress key(String name, String address) {
    return new NameAtAddress(
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name, network(address));
  }

  /** Of an IPv6 address the first 64 bits: whoever has one address of a network has all. */
  private static String network(String address) {
    try {
      return InetAddress.getByName(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, IPV6_NETWORK_BYTES)
          : address;
    } catch (UnknownHostException noAddress) {
      return address;
    }
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_ENTRIES;
      }
    };
  }
}
