package org.idwiseroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureQueriesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP 503 | HTTP 503",
        "HTTP 404: no customer 4711 | HTTP 404: no customer #",
        "HTTP 422: id 0a2f4c1e-1111-2222-3333-444455556666 at 2026-11-22T10:00:00.123Z | HTTP 422: id # at #",
        "ConnectException: Connect to http://crm:8082 failed | ConnectException: Connect to http://crm:# failed",
        "the added bead faded | the added bead faded",
      })
  void numbersIdsAndTimesMakeNoDifference(String error, String group) {
    assertThat(FailureQueries.normalise(error)).isEqualTo(group);
  }
}
