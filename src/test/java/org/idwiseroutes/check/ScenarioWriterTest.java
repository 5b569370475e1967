package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What scenarios have to expect is written where it stands, and nothing else is touched. */
class ScenarioWriterTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TEXT =
      """
      # of our own
      - scenario: "one: two"
        steps:
          - event: e   # the first
            body: {}
            expect:
              crm:
                requests:
                  - method: PUT
                    headers: {Subject: "Review #r1"} # told
                    body: "#fff"
                  # and no more
              email: {team: "a"}

          - event: f
            body: {}
            expect: nowhere # not yet
      """;

  @Test
  void onlyWhatDiffersIsWritten() throws IOException {
    String before =
        """
        {"crm": {"requests": [{"method": "PUT", "headers": {"Subject": "Review #r1"}, "body": "x #y"}]},
         "email": {"team": "a"}}
        """;
    Amendments amendments =
        amend(TEXT, Map.of("/0/steps/0", before, "/0/steps/1", "{\"email\": {\"team\": \"b\"}}"));
    assertThat(amendments.byHand()).isEmpty();
    assertThat(amendments.texts().get("scenarios/own.yaml"))
        .as("comments within what changes go")
        .isEqualTo(
            TEXT.replace(" # told", "")
                .replace("body: \"#fff\"\n            # and no more\n", "body: 'x #y'\n")
                .replace("expect: nowhere", "expect:\n        email: {team: b}"));
    assertThat(amendments.all().get(0).diff())
        .contains("-       body: \"#fff\"", "+       body: 'x #y'")
        .doesNotContain("team");
  }

  @Test
  void aWordTakesThePlaceOfDestinations() throws IOException {
    assertThat(amend(TEXT, Map.of("/0/steps/0", "\"quarantine\"")).texts().values())
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains("      expect: quarantine\n\n    - event: f\n"));
  }

  @Test
  void severalDeliveriesToADestinationAreAList() throws IOException {
    String two = "{\"desk\": [{\"ticket\": \"close\"}, {\"ticket\": \"aml\"}]}";
    String text = amend(TEXT, Map.of("/0/steps/1", two)).texts().get("scenarios/own.yaml");
    assertThat(text)
        .contains(
            "      desk:\n          - {ticket: close}\n          - {ticket: aml} # not yet\n");
    assertThat(amend(text, Map.of("/0/steps/1", two.replace("aml", "kyc"))).texts().values())
        .containsExactly(text.replace("aml", "kyc"));
  }

  @Test
  void linesEndAsTheyDo() throws IOException {
    String windows = TEXT.replace("\n", "\r\n");
    assertThat(amend(windows, Map.of("/0/steps/1", "{\"crm\": null}")).texts().values())
        .containsExactly(
            windows
                .replace("nowhere", "\r\n        crm:")
                .replace(": \r\n        crm", ":\r\n        crm"));
  }

  /** A list of another length, and a text of several lines, stand at the right margin. */
  @Test
  void whatIsLongerThanBeforeIsReadAsMeant() throws IOException {
    String expect =
        """
        {"crm": {"requests": [{"method": "GET", "headers": {"A": "one\\n\\ntwo"}}, {"method": "PUT"}]},
         "email": {"team": "a"}}
        """;
    Amendments amendments = amend(TEXT, Map.of("/0/steps/0", expect));
    assertThat(amendments.byHand()).isEmpty();
    assertThat(
            YamlFile.read("own", amendments.texts().get("scenarios/own.yaml"))
                .json()
                .at("/0/steps/0/expect"))
        .isEqualTo(JSON.readTree(expect));
  }

  @Test
  void aStepThatSharesItsTextIsLeftToPeople() throws IOException {
    Amendments amendments =
        amend(
            TEXT.replace("email: {team: \"a\"}", "email: &mail {team: \"a\"}")
                .replace("expect: nowhere", "expect: {email: *mail}"),
            Map.of("/0/steps/1", "{\"email\": {\"team\": \"b\"}}"));
    assertThat(amendments.all()).hasSize(1);
    assertThat(amendments.texts().isEmpty() ? amendments.byHand() : amendments.texts().values())
        .isNotEmpty();
  }

  private static Amendments amend(String text, Map<String, String> accepted) throws IOException {
    Map<String, JsonNode> steps = new TreeMap<>();
    for (Map.Entry<String, String> step : accepted.entrySet()) {
      steps.put(step.getKey(), JSON.readTree(step.getValue()));
    }
    ScenarioWriter writer = new ScenarioWriter();
    writer.add(YamlFile.read("scenarios/own.yaml", text), text, steps);
    return writer.amendments();
  }
}
