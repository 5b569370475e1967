package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What editors are told of scenario files is what the check takes. */
class ScenarioSchemaTest {

  private static final String RIGHT =
      "- {scenario: s, steps: [{event: e, after: 46m, body: {}, tickets: [kyc], "
          + "answers: {put: {}}, statuses: {put: 409}, replayed: true, "
          + "expect: {crm: {requests: [{method: PUT}], tickets: [review]}}}]}";

  @Test
  void itTakesTheShippedScenarios() throws IOException {
    Folder folder = Folder.read(Path.of("src/test/routes"));
    assertThat(folder.scenarios())
        .hasSizeGreaterThan(5)
        .allSatisfy(file -> assertThat(schema().validate(file.json())).as(file.name()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scenario: s | scenari: s",
        "scenario: s | scenario: ''",
        "steps: | stepps:",
        "event: e, |",
        "after: 46m | after: soon",
        "body: {} | body: none",
        "expect: | expekt:",
        "{crm: {requests: [{method: PUT}], tickets: [review]}} | {}",
        "{crm: {requests: [{method: PUT}], tickets: [review]}} | somewhere",
        "[kyc] | kyc",
        "[kyc] | [7]",
        "[review] | [{}]",
        "{put: {}} | put",
        "put: 409 | put: conflict",
        "replayed: true | replayed: often",
        "[{method: PUT}] | PUT",
        "method: PUT | methot: PUT",
      })
  void itRefusesWhatTheCheckRefuses(String right, String wrong) throws IOException {
    assertThat(schema().validate(YamlFile.read("right", RIGHT).json())).isEmpty();
    assertThat(new ScenarioShape(YamlFile.read("right", RIGHT), "/0").problems()).isEmpty();
    YamlFile file = YamlFile.read("wrong", RIGHT.replace(right, wrong == null ? "" : wrong));
    assertThat(schema().validate(file.json())).isNotEmpty();
    assertThat(new ScenarioShape(file, "/0").problems()).isNotEmpty();
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = ScenarioSchemaTest.class.getResourceAsStream("/schema/scenarios.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
    }
  }
}
