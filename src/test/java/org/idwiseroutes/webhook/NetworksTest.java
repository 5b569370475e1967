package org.idwiseroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, true",
    "2001:db8::1, true",
    "::ffff:192.0.2.1, true",
    "256.0.0.1, false",
    "192.0.2, false",
    "192.0.2.1.1, false",
    "2001:db8:::1, false",
    "example.com, false",
    "'', false"
  })
  void onlyAnAddressIsOne(String text, boolean address) {
    assertThat(Networks.isAddress(text)).isEqualTo(address);
  }

  @Test
  void neighboursOfIpv6ShareTheirFirst64BitsInAnyNotation() {
    String one = Networks.neighbourhood("2001:db8::1");
    assertThat(Networks.neighbourhood("2001:DB8:0:0:ffff:1:2:3")).isEqualTo(one);
    assertThat(Networks.neighbourhood("2001:db8:0:1::1")).isNotEqualTo(one);
    assertThat(Networks.neighbourhood("192.0.2.1"))
        .isNotEqualTo(Networks.neighbourhood("192.0.2.2"));
  }

  @Test
  void aNetworkHasItsAddressesAndNoNames() {
    Networks networks = new Networks("test", List.of("192.0.2.0/24", "2001:db8::/32"));
    assertThat(networks.contain("192.0.2.200")).isTrue();
    assertThat(networks.contain("2001:db8:ffff::1")).isTrue();
    assertThat(networks.contain("192.0.3.1")).isFalse();
    assertThat(networks.contain("localhost")).isFalse();
  }
}
