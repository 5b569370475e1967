package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "400, true, false", "401, true, true", "403, true, false", "404, true, false",
    "408, false, true", "409, true, false", "422, true, false", "425, false, true",
    "429, false, true", "500, false, true", "503, false, true", "302, false, true"
  })
  void theStatusTellsWhetherAnotherTryCanHelp(int status, boolean permanent, boolean destination) {
    Failure failure = Failure.of(http(status, null, "no"), CLOCK);
    assertThat(failure.permanent()).isEqualTo(permanent);
    assertThat(failure.ofDestination()).isEqualTo(destination);
    assertThat(failure.text()).isEqualTo("HTTP %d: no", status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120                           | 120",
        " 7                            | 7",
        "Sun, 22 Nov 2026 10:00:30 GMT | 30",
        "Sun, 22 Nov 2026 09:00:00 GMT | 0",
        "999999999                     | 86400",
        "soon                          | 0",
        "-5                            | 0"
      })
  void retryAfterIsSecondsOrADate(String header, long seconds) {
    assertThat(Failure.of(http(429, header, ""), CLOCK).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aRouteMayMarkAFailureAsPermanent() {
    Failure failure =
        Failure.of(
            new CamelExecutionException("x", null, new PermanentFailureException("no such field")),
            CLOCK);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure.text()).contains("no such field");
  }

  @Test
  void anythingElseIsTransientAndToldByItsCause() {
    Failure failure =
        Failure.of(
            new IllegalStateException("outer", new IOException("refused\r\nfaked line")), CLOCK);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure.text()).isEqualTo("IOException: refused faked line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | HTTP 503",
        "no customer 4711 | HTTP 503: no customer #",
        "id 0a2f4c1e-1111-2222-3333-444455556666 at 2026-11-22T10:00:00.123Z | HTTP 503: id # at #",
        "connect to crm:8082 failed | HTTP 503: connect to crm:# failed",
        "the added bead faded | HTTP 503: the added bead faded",
      })
  void numbersIdsAndTimesMakeNoDifferenceToTheGroup(String answer, String group) {
    Failure failure = Failure.of(http(503, null, answer), CLOCK);
    assertThat(failure.group()).isEqualTo(group);
    assertThat(failure.publicGroup()).isEqualTo("HTTP 503");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HubSpot | {\"status\":\"error\",\"message\":\"Property \\\"x\\\" does not exist\",\"correlationId\":\"a\",\"category\":\"VALIDATION_ERROR\"} | Property \"x\" does not exist",
        "Jira | {\"errorMessages\":[\"Issue does not exist\"],\"errors\":{}} | Issue does not exist",
        "Jira | {\"errorMessages\":[],\"errors\":{\"priority\":\"Field 'priority' cannot be set\"}} | priority: Field 'priority' cannot be set",
        "Salesforce | [{\"message\":\"No such column\",\"errorCode\":\"INVALID_FIELD\",\"fields\":[]}] | INVALID_FIELD; No such column",
        "Zendesk | {\"error\":\"RecordInvalid\",\"description\":\"Record validation errors\",\"details\":{\"status\":[{\"description\":\"Status is closed\"}]}} | RecordInvalid; Record validation errors; status: Status is closed",
        "Zendesk | {\"error\":{\"title\":\"Forbidden\",\"message\":\"You do not have access\"}} | Forbidden; You do not have access",
        "ServiceNow | {\"error\":{\"message\":\"No Record found\",\"detail\":\"ACL restricts\"},\"status\":\"failure\"} | No Record found; ACL restricts",
        "OAuth | {\"error\":\"invalid_client\",\"error_description\":\"client is unknown\"} | invalid_client; client is unknown",
        "nobody's | {\"code\":17} | {\"code\":17}",
        "garbage | <html>oops | <html>oops",
      })
  void errorAnswersAreToldInTheirWords(String system, String answer, String words) {
    assertThat(Failure.of(http(400, null, answer), CLOCK).text())
        .as(system)
        .isEqualTo("HTTP 400: " + words);
  }

  @ParameterizedTest
  @CsvSource({
    "ratelimit-reset, 7, 7000",
    "X-HubSpot-RateLimit-Interval-Milliseconds, 10000, 10000",
    "ratelimit-reset, soon, 0",
  })
  void whatALimitSaysOfItselfIsObeyedWithoutRetryAfter(String header, String value, long millis) {
    HttpOperationFailedException limited =
        new HttpOperationFailedException(
            "http://crm.example", 429, "status", null, Map.of(header, value), "");
    assertThat(Failure.of(limited, CLOCK).retryAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void theTextIsBounded() {
    assertThat(Failure.of(new IOException("x".repeat(10_000)), CLOCK).text()).hasSize(2_000);
    assertThat(Failure.of(http(500, null, "y".repeat(10_000)), CLOCK).text()).hasSizeLessThan(600);
    assertThat(Failure.of(new IOException("x".repeat(10_000)), CLOCK).group()).hasSize(400);
  }

  private static HttpOperationFailedException http(int status, String retryAfter, String body) {
    Map<String, String> headers = new HashMap<>();
    if (retryAfter != null) {
      headers.put("retry-after", retryAfter);
    }
    return new HttpOperationFailedException(
        "http://crm.example", status, "status", null, headers, body);
  }
}
