package org.idwiseroutes.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** A list of addresses and networks (CIDR), IPv4 and IPv6. */
final class Networks {

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 = Pattern.compile("(%s\\.){3}%s".formatted(OCTET, OCTET));
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int IPV6_NETWORK = 8;

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
    return isAddress(address) && matchers.stream().anyMatch(matcher -> matcher.matches(address));
  }

  static boolean isAddress(String text) {
    return address(text) != null;
  }

  /**
   * Of an IPv4 address all, of an IPv6 address the first 64 bits: whoever has one of these has all.
   */
  static String neighbourhood(String text) {
    InetAddress address = address(text);
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK)
        : text;
  }

  /** Null for what is no address; a name is never looked up. */
  private static InetAddress address(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
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
