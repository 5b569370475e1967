package org.idwiseroutes.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MasksTest {

  @Test
  void ofANameItsEndStaysAndOfAShortOneNothing() {
    assertThat(Masks.of("REF-123456")).isEqualTo("…56");
    assertThat(Masks.of("REF-1")).isEqualTo("…");
  }

  @Test
  void namesAreHiddenAsTheyAreAndAsTheyStandInUrls() {
    assertThat(
            Masks.hide(
                "connect to http://crm/customers/REF%2F12%C3%BC failed for REF/12ü.",
                List.of("REF/12ü")))
        .isEqualTo("connect to http://crm/customers/…2ü failed for …2ü.");
  }

  @Test
  void aPartOfAWordIsNoName() {
    assertThat(Masks.hide("the answer is larger than r allows", List.of("r", "")))
        .isEqualTo("the answer is larger than … allows");
  }
}
