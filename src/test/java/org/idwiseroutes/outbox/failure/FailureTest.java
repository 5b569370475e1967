package org.idwiseroutes.outbox.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.idwiseroutes.outbox.PermanentFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;

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
    Failure failure = of(http(status, null, "no"));
    assertThat(failure.retry()).isEqualTo(permanent ? Retry.NEVER : Retry.AS_SET);
    assertThat(failure.fault()).isEqualTo(destination ? Fault.DESTINATION : Fault.DELIVERY);
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
        "Sun Nov 22 10:00:30 2026      | 30",
        "Wed Dec  2 10:00:30 2026      | 86400",
        "Sunday, 22-Nov-26 10:00:30 GMT | 30",
        "999999999                     | 86400",
        "99999999999                   | 86400",
        "123456789012345678901234      | 86400",
        "0000000000000000000000007     | 7",
        "soon                          | 0",
        "-5                            | 0"
      })
  void retryAfterIsSecondsOrADate(String header, long seconds) {
    assertThat(of(http(429, header, "")).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aRouteMayMarkAFailureAsPermanent() {
    Failure failure =
        of(new CamelExecutionException("x", null, new PermanentFailureException("no such field")));
    assertThat(failure.retry()).isEqualTo(Retry.NEVER);
    assertThat(failure.text()).contains("no such field");
  }

  @Test
  void aBrokenConnectionIsTheDestinationsAndToldByItsCause() {
    Failure failure =
        of(new IllegalStateException("outer", new SocketException("refused\r\nfaked line")));
    assertThat(failure.retry()).isEqualTo(Retry.AS_SET);
    assertThat(failure.fault()).isEqualTo(Fault.DESTINATION);
    assertThat(failure.text()).isEqualTo("SocketException: refused faked line");
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
    Failure failure = of(http(503, null, answer));
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
    assertThat(of(http(400, null, answer)).text()).as(system).isEqualTo("HTTP 400: " + words);
  }

  @ParameterizedTest
  @CsvSource({
    "ratelimit-reset, 7, 7000",
    "X-HubSpot-RateLimit-Interval-Milliseconds, 10000, 10000",
    "X-HubSpot-RateLimit-Interval-Milliseconds, 99999999999999999999, 86400000",
    "ratelimit-reset, soon, 0",
  })
  void whatALimitSaysOfItselfIsObeyedWithoutRetryAfter(String header, String value, long millis) {
    HttpOperationFailedException limited =
        new HttpOperationFailedException(
            "http://crm.example", 429, "status", null, Map.of(header, value), "");
    assertThat(of(limited).retryAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void theTextIsBounded() {
    assertThat(of(new IOException("x".repeat(10_000))).text()).hasSize(2_000);
    assertThat(of(http(500, null, "y".repeat(10_000))).text()).hasSizeLessThan(600);
    assertThat(of(new IOException("x".repeat(10_000))).group()).hasSize(400);
  }

  static Stream<Throwable> ofTheRoute() {
    return Stream.of(
        new IllegalStateException("email.nobody is not set"),
        new ClassCastException("a list is no map"),
        new org.thymeleaf.exceptions.TemplateProcessingException("line 18"),
        new com.dashjoin.jsonata.JException("T2001", 4),
        new DataIntegrityViolationException("NUL"),
        new CannotCreateTransactionException("away", new ConnectException("refused")),
        new MyOwn(),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource
  void ofTheRoute(Throwable thrown) {
    Failure failure = of(new CamelExecutionException("x", null, thrown));
    assertThat(failure.fault()).isEqualTo(Fault.ROUTE);
    assertThat(failure.showsThatTheDestinationWorks()).isFalse();
  }

  @Test
  void aTemplateIsGivenUpAtOnceABeanSoonAndWhatNobodyKnowsAsLateAsIsSet() {
    assertThat(of(new org.thymeleaf.exceptions.TemplateInputException("x")).retry())
        .isEqualTo(Retry.NEVER);
    assertThat(of(new IllegalStateException("x")).retry()).isEqualTo(Retry.FEW);
    assertThat(of(new MyOwn()).retry()).isEqualTo(Retry.AS_SET);
  }

  private static final class MyOwn extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void manyErrorsAreReadInNoTime() {
    String many =
        "["
            + "{\"message\":\"Property x does not exist\",\"n\":1},".repeat(90_000)
            + "{\"message\":\"last\"}]";
    Instant begin = Instant.now();
    Failure failure = of(http(400, null, many));
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
    assertThat(failure.text()).isEqualTo("HTTP 400: Property x does not exist");
    String different =
        IntStream.range(0, 90_000)
            .mapToObj(i -> "\"field%d\":[\"is wrong %d\"]".formatted(i, i))
            .collect(Collectors.joining(",", "{\"errors\":{", "}}"));
    assertThat(of(http(400, null, different)).text())
        .startsWith("HTTP 400: field0: is wrong 0; field1: is wrong 1")
        .hasSizeLessThan(600);
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 100_000})
  void deepAnswersAreReadInNoTime(int depth) {
    for (String one : List.of("{\"error\":", "[", "{\"errors\":{\"a\":", "{\"x\":")) {
      Instant begin = Instant.now();
      Failure failure = of(http(400, null, one.repeat(depth) + "\"deep\""));
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(1));
      assertThat(failure.retry()).isEqualTo(Retry.NEVER);
      assertThat(failure.text()).startsWith("HTTP 400").hasSizeLessThan(600);
    }
  }

  @Test
  void anAnswerThatIsCutShortSaysWhatHasCome() {
    assertThat(of(http(400, null, "{\"message\":\"no such field\",\"errors\":[{\"det")).text())
        .isEqualTo("HTTP 400: no such field");
  }

  @Test
  void noCharacterIsCutInHalf() {
    Failure failure = of(http(400, null, "x".repeat(499) + "\uD83D\uDE00"));
    assertThat(failure.text()).isEqualTo("HTTP 400: " + "x".repeat(499) + "…");
  }

  private static Failure of(Throwable thrown) {
    return new Failures(
            List.of(
                new RouteFailures.Marked(),
                new HttpFailures(CLOCK),
                new SmtpFailures(),
                new ConnectionFailures(),
                new RouteFailures.Own()))
        .of(thrown);
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
