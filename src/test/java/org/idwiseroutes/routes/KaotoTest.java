package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.check.KaotoForm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is shipped comes back from Kaoto byte by byte. The library that Kaoto uses writes it, under
 * Node.js; skipped where there is none, unless {@code node.required} is set.
 */
class KaotoTest {

  private static final Path SCRIPT = Path.of("src/test/kaoto");

  @TempDir Path folder;

  @Test
  void everyShippedFileComesBackAsItWas() throws Exception {
    List<Path> files = ShippedRoutesTest.files();
    JsonNode saved = savedByKaoto(files);
    assertThat(files).hasSizeGreaterThan(30);
    for (Path file : files) {
      assertThat(saved.path(file.getFileName().toString()).asText())
          .as("%s", file)
          .isEqualTo(Files.readString(file));
    }
  }

  /** {@code --check} says of a file that it would be rewritten when it would be. */
  @Test
  void theCheckFindsWhatKaotoWouldRewrite() throws Exception {
    String crm = Files.readString(Path.of("routes/crm.camel.yaml"));
    Map<String, String> changes =
        Map.of(
            "order.camel.yaml",
                crm.replace("    id: crm\n", "")
                    .replace("    precondition:", "    id: crm\n    precondition:")
                    .replace("    precondition: \"'{{crm.kind}}' == 'rest'\"\n", "")
                    .replace(
                        "    description: PUT",
                        "    precondition: \"'{{crm.kind}}' == 'rest'\"\n    description: PUT"),
            "comment.camel.yaml",
                crm.replace("      steps:\n", "      # the steps\n      steps:\n"),
            "flow.camel.yaml",
                crm.replace(
                    "      parameters:\n        rate: \"{{crm.rate}}\"\n        supersede: true\n",
                    "      parameters: {rate: \"{{crm.rate}}\", supersede: true}\n"),
            "quotes.camel.yaml", crm.replace("uri: outbox:crm", "uri: \"outbox:crm\""),
            "long.camel.yaml",
                crm.replace(
                    "the newest status wins, also when replayed",
                    "the newest status wins, also when it is replayed much later on"),
            "blank.camel.yaml", crm.replace("      steps:\n", "      steps:\n\n"),
            "indent.camel.yaml",
                crm.replace("            ref: results\n", "            ref:   results\n"));
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(change.getValue()).as(change.getKey()).isNotEqualTo(crm);
      files.add(Files.writeString(folder.resolve(change.getKey()), change.getValue()));
    }
    JsonNode saved = savedByKaoto(files);
    for (Path file : files) {
      String name = file.getFileName().toString();
      String text = Files.readString(file);
      assertThat(saved.path(name).asText()).as(name).isNotEqualTo(text);
      assertThat(KaotoForm.problems(name, text)).as(name).isNotEmpty();
    }
    for (Path file : ShippedRoutesTest.files()) {
      assertThat(KaotoForm.problems(file.getFileName().toString(), Files.readString(file)))
          .isEmpty();
    }
  }

  private static JsonNode savedByKaoto(List<Path> files) throws IOException, InterruptedException {
    requireNode();
    run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), SCRIPT);
    List<String> command =
        new ArrayList<>(List.of("node", SCRIPT.resolve("round-trip.mjs").toString()));
    files.forEach(file -> command.add(file.toString()));
    return new ObjectMapper().readTree(run(command, Path.of("")));
  }

  private static void requireNode() throws InterruptedException {
    boolean there;
    try {
      there = run(List.of("npm", "--version"), Path.of("")) != null;
    } catch (IOException e) {
      there = false;
    }
    if (!there && Boolean.getBoolean("node.required")) {
      throw new IllegalStateException("There is no Node.js with npm");
    }
    Assumptions.assumeTrue(there, "Skipped: there is no Node.js with npm");
  }

  private static String run(List<String> command, Path directory)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", command).isZero();
    return out;
  }
}
