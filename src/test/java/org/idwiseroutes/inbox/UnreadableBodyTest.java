package org.idwiseroutes.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableBodyTest {

  private static final Names ERNA = new Names("live", Set.of("j-4711"), Set.of("840-000-23"));
  private static final Names SHORT = new Names("live", Set.of("7"), Set.of("1"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"840-000-23\"]",
        "{\"event\":1,\"body\":{\"referenceNo\":\"840-000-23\",\"referenceNo\":\"x\"}}",
        "{\"event\":\"x\",\"body\":{\"a\":{\"840-000-23\":true}}}",
        "{\"event\":\"x\",\"body\":{\"referenceNo\":\"840-000-23\"",
        "about 840-000-23, please",
        "id=840-000-23&x=1",
        "<ref>840-000-23</ref> j-4711."
      })
  void aWholeValueIsFound(String body) {
    assertThat(UnreadableBody.of(body).about(ERNA)).isPresent();
    assertThat(UnreadableBody.of(body).values()).containsAnyOf("840-000-23", "j-4711");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"840-000-23-7\"]",
        "[\"about 840-000-23\"]",
        "1840-000-23",
        "840-000-23-7 and x840-000-23",
        "840-000-23@example.com",
        "j-4711.2"
      })
  void aPartOfAnothersValueIsNot(String body) {
    assertThat(UnreadableBody.of(body).about(ERNA)).isEmpty();
  }

  @Test
  void aShortIdCountsInIdwisesOwnFieldsAlone() {
    assertThat(UnreadableBody.of("[{\"version\":1,\"x\":\"1\"}]").about(SHORT)).isEmpty();
    assertThat(UnreadableBody.of("version 1, 7 days").about(SHORT)).isEmpty();
    assertThat(UnreadableBody.of("[{\"referenceNo\":1}]").about(SHORT))
        .hasValue("its field \"referenceNo\" is the reference");
    assertThat(UnreadableBody.of("{\"body\":{\"journeyId\":7},}").about(SHORT))
        .hasValue("its field \"journeyId\" is the journey's id");
  }
}
