package org.idwiseroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class MaskedSampleTest {

  private final MaskedSample samples = new MaskedSample(new ObjectMapper());

  @Test
  void whatNamesAPersonIsMaskedAndTheDecisionStays() {
    String sample =
        samples.of(
            """
            {"event": "Manually Reviewed", "body": {"referenceNo": "REF-1017", "finalDecision":
            "Rejected", "count": 3, "names": ["Erna", {"surname": "Mustermann"}], "none": null}}
            """);
    assertThat(sample)
        .contains("\"Manually Reviewed\"", "\"Rejected\"", "\"…17\"", "3", "null")
        .doesNotContain("REF-1017", "Erna", "Mustermann");
  }

  @Test
  void ofWhatIsNoObjectThereIsNone() {
    assertThat(samples.of("no JSON about Erna")).isNull();
    assertThat(samples.of("[\"Erna\"]")).isNull();
    assertThat(samples.of("")).isNull();
    assertThat(samples.of(null)).isNull();
  }
}
