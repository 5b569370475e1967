package org.idwiseroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureGroupTest {

  @ParameterizedTest
  @CsvSource({
    "dead, HTTP 401: no, credentials",
    "dead, HTTP 403, credentials",
    "dead, HTTP 404: no customer #, mapping",
    "dead, HTTP 422, mapping",
    "dead, HTTP 400: status, mapping",
    "pending, HTTP 429, too often",
    "pending, HTTP 503, by itself",
    "dead, HTTP 503, mend the cause",
  })
  void theHintSaysWhatIsLikelyToHelp(String status, String error, String hint) {
    FailureGroup group = new FailureGroup("crm", status, error, 1, 1, Instant.EPOCH, Instant.EPOCH);
    assertThat(group.hint()).contains(hint);
  }
}
