package org.idwiseroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why an attempt failed, without the name of a Java class. */
class PlainReasonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ConnectException: Connection refused|does not answer: connection refused",
        "HttpHostConnectException: Connect to http://crm:80 failed: Connection refused|does not answer: connection refused",
        "UnknownHostException: crm.example: Name or service not known|its host name is not known",
        "SocketTimeoutException: Read timed out|does not answer in time",
        "TimeoutException: no end within the attempt timeout of PT5S|does not answer in time",
        "NoHttpResponseException: crm:80 failed to respond|breaks the connection off",
        "SunCertPathBuilderException: unable to find valid certification path|no secure connection can be made: look at its certificate",
        "HTTP 503 Service Unavailable: {\"error\":\"timeout\"}|is not available (503)",
        "HTTP 401|refuses our credentials (401)",
        "HTTP 422: the field status does not know Rejected|does not accept what we send (422)",
        "HTTP 500|fails inside (500)",
        "HTTP 302|answers 302",
        "SMTP 550 mailbox unavailable|does not take the mail (550)",
        "IllegalStateException: crm.url is not set|fails: crm.url is not set",
        "NullPointerException|fails",
      })
  void itIsToldInPlainWords(String error, String words) {
    assertThat(PlainReason.of(error)).isEqualTo(words);
  }

  @Test
  void noFailureHasNoReason() {
    assertThat(PlainReason.of(null)).isNull();
  }
}
