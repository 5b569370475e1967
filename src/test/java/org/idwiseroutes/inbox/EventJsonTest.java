package org.idwiseroutes.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  @Test
  void theIdsAreReadWhereverTheyStandAndTheRestIsPassedOver() throws Exception {
    EventJson.Read read =
        read(
            """
            \uFEFF{"x": [{"event": "no"}, 1], "body": {"other": {"eventId": "no", "b": [[]]}, "eventId": 17,
            "journeyId": " ", "referenceNo": "r-1", "spotCheckJourneyId": {"a": 1}}, "event": " Finished Journey "}
            """);
    assertThat(read.name()).isEqualTo(" Finished Journey ");
    assertThat(read.test()).isFalse();
    assertThat(read.id("eventId")).isEqualTo("17");
    assertThat(read.id("journeyId")).isNull();
    assertThat(read.id("spotCheckJourneyId")).isNull();
    assertThat(read.id("referenceNo")).isEqualTo("r-1");
    assertThat(read.text()).startsWith("{\"x\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"Event\":\"Finished Journey\",\"Body\":{}}|true",
        "{\"eventId\":1}|true",
        "{\"event\":null}|false",
        "{\"body\":[]}|false",
        "{\"event\":{\"a\":1}}|false",
      })
  void whatHasNeitherEventNorBodyIsATest(String body, boolean test) throws Exception {
    assertThat(read(body).test()).isEqualTo(test);
    assertThat(read(body).name()).isNull();
  }

  @Test
  void whatHasNoContentIsNothing() throws Exception {
    assertThat(read("")).isNull();
    assertThat(read(" { } ")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"Event\":\"Event\",\"BODY\":{\"Body\":1.50}}|{\"event\":\"Event\",\"body\":{\"Body\":1.50}}",
        "{\"a\":[\"é\",{\"Event\":1}], \"\\u0045vent\" : 1}|{\"a\":[\"é\",{\"Event\":1}], \"event\" : 1}",
        "{\"Event\":1,\"EVENT\":2}|{\"Event\":1,\"EVENT\":2}",
        "{\"event\":1,\"Event\":2,\"a\\\"b\":3,\"Body\":4}|{\"event\":1,\"Event\":2,\"a\\\"b\":3,\"body\":4}",
      })
  void aFieldInOtherLettersIsCorrectedWhereItAloneIsMeant(String text, String corrected)
      throws Exception {
    assertThat(FieldLetters.corrected(text, "event", "body")).isEqualTo(corrected);
  }

  /** The right column is the form in which bodies have been hashed from the beginning. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"b\":1,\"a\":[1.50,1e2,-0,null,true]}|{\"a\":[1.50,1E+2,0,null,true],\"b\":1}",
        "{ \"b\" : { \"d\":\"\\u00e9\\\"\\u0007\" , \"c\" : {} } }|{\"b\":{\"c\":{},\"d\":\"é\\\"\\u0007\"}}",
        "{\"x\":1e99999999999}|{\"x\":1e99999999999}",
        "{\"x\":1e-2147483648}|{\"x\":1e-2147483648}",
      })
  void twoBodiesThatDifferInSpaceAndOrderAloneAreTheSame(String body, String canonical)
      throws Exception {
    assertThat(read(body)).isNotNull();
    assertThat(EventJson.canonical(body)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "3",
        "\"x\"",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":01}",
        "{\"a\":\"\u0001\"}"
      })
  void whatIsNoObjectOfJsonIsUnreadable(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(UnreadableBodyException.class);
  }

  @Test
  void aBodyHasABoundedNumberOfValues() throws Exception {
    assertThat(read("{\"event\":\"E\",\"body\":{\"a\":[%s]}}".formatted("{},".repeat(9_996) + "1")))
        .isNotNull();
    for (String body :
        new String[] {
          "{\"body\":{\"a\":[%s]}}", "{\"a\":[%s]}", "{\"event\":[%s]}", "{\"body\":[[%s]]}"
        }) {
      assertThatThrownBy(() -> read(body.formatted("{},".repeat(10_000) + "1")))
          .hasMessage("The body has more than 10000 values");
    }
  }

  /** Keys of one hash have ended a body in an error, and now and then another sender's. */
  @Test
  void keysOfOneHashAreKeysLikeOthers() throws Exception {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 1 << 11; i++) {
      keys.append(",\"");
      for (int bit = 0; bit < 11; bit++) {
        keys.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.append("\":1");
    }
    String body = "{\"event\":\"E\",\"body\":{\"a\":1%s}}".formatted(keys);
    assertThat(read(body).name()).isEqualTo("E");
    assertThat(EventJson.canonical(body)).contains("BB");
    assertThat(Payloads.body(body)).hasSize(1 + (1 << 11));
  }

  private static EventJson.Read read(String body) throws UnreadableBodyException {
    return EventJson.read(body.getBytes(StandardCharsets.UTF_8));
  }
}
