package org.idwiseroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.idwiseroutes.IdwiseRoutes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line does, and that it refuses what it does not know. */
class CommandsTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String[] started;

  @ParameterizedTest
  @CsvSource({
    "--docter, Possible solutions: --doctor",
    "docter, Did you mean: idwise-routes doctor",
    "--chek, Possible solutions: --check",
    "start, Unmatched argument",
    "-x, Unknown option",
    "--port=8080, Unknown option: '--port=8080'",
    "--spring, Unknown option",
    "routes.d, Unmatched argument",
    "--doctor=true, --doctor=true is a command",
    "--doctor=, write --doctor",
    "--doctor.json, --doctor.json is a command",
    "--check=routes, --check=routes is a command",
    "--verify-chain=x, write --verify-chain",
    "@pom.xml, Unmatched argument",
  })
  void whatIsNotKnownStartsNothing(String argument, String words) {
    assertThat(run("--idwise.webhook.port=0", argument)).isEqualTo(2);
    assertThat(started).isNull();
    assertThat(text(err)).contains(words).contains("Nothing was started");
  }

  @Test
  void settingsGoToTheNodeAsTheyAre() {
    assertThat(run("--a.b=", "--idwise.sources.live.basic.username=x y=z", "--debug")).isZero();
    assertThat(started)
        .containsExactly("--a.b=", "--idwise.sources.live.basic.username=x y=z", "--debug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpTellsTheCommands(String argument) {
    assertThat(run(argument)).isZero();
    assertThat(started).isNull();
    assertThat(text(out))
        .contains(
            "check",
            "doctor",
            "compare",
            "verify-chain",
            "verify-evidence",
            "hash-password",
            "--name=value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsTold(String argument) {
    assertThat(run(argument)).isZero();
    assertThat(text(out)).startsWith("idwise-routes ");
    assertThat(started).isNull();
  }

  @Test
  void eachCommandHasItsOwnHelpAndRefusesWhatItDoesNotKnow() {
    for (String command : List.of("check", "doctor", "compare", "hash-password")) {
      out.reset();
      assertThat(run("--" + command, "--help")).as(command).isZero();
      assertThat(text(out)).contains("Usage: idwise-routes " + command);
      assertThat(run("--" + command, "--nonsense")).as(command).isEqualTo(2);
    }
    assertThat(run("compare", "a", "b", "--since", "soon")).isEqualTo(2);
    assertThat(text(err)).contains("\"soon\" is no duration");
  }

  @Test
  @Tag("full")
  void whatACheckFindsIsJsonForOtherPrograms(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("one.camel.yaml"), "- route:\n    frm: direct:x\n");
    assertThat(run("--idwise.routes.directory=" + folder, "--check", "--json")).isEqualTo(1);
    JsonNode found = new ObjectMapper().readTree(text(out));
    assertThat(found.path("ok").asBoolean(true)).isFalse();
    assertThat(found.path("problems"))
        .anyMatch(
            problem ->
                problem.path("file").asText().equals("one.camel.yaml")
                    && problem.path("line").asInt() > 0);
  }

  private int run(String... arguments) {
    return new Commands(
            IdwiseRoutes.class,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments, settings -> started = settings);
  }

  private static String text(ByteArrayOutputStream printed) {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
