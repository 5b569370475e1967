package org.idwiseroutes.webhook;

import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** A list of addresses and networks (CIDR), IPv4 and IPv6. */
final class Networks {

  private final List<IpAddressMatcher> matchers;

  /**
   * Reads the list.
   *
   * @param setting where it stands, for the error
   */
  Networks(String setting, List<String> networks) {
    matchers = networks.stream().map(network -> matcher(setting, network)).toList();
  }

  boolean isEmpty() {
    return matchers.isEmpty();
  }

  /** Whether one of them has this address; what is no address is in none. */
  boolean contain(String address) {
    return isAddress(address) && matchers.stream().anyMatch(matcher -> matches(matcher, address));
  }

  private static boolean matches(IpAddressMatcher matcher, String address) {
    try {
      return matcher.matches(address);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Digits, colons and dots alone: a name must never be looked up. */
  static boolean isAddress(String text) {
    return text.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  }

  private static IpAddressMatcher matcher(String setting, String network) {
    try {
      return new IpAddressMatcher(network.strip());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" is neither an address nor a network such as 192.0.2.0/24 or 2001:db8::/32"
              .formatted(setting, network),
          e);
    }
  }
}
