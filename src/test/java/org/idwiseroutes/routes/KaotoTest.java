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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What is shipped means the same when Kaoto has saved it, and keeps the comments at the top. The
 * library that Kaoto uses writes it, under Node.js; skipped where there is none, unless {@code
 * node.required} is set.
 */
class KaotoTest {

  private static final Path SCRIPT = Path.of("src/test/kaoto");

  @Test
  void everyShippedFileKeepsItsMeaning() throws Exception {
    List<Path> files = ShippedRoutesTest.files();
    JsonNode saved = savedByKaoto(files);
    assertThat(files).hasSizeGreaterThan(30);
    for (Path file : files) {
      String before = Files.readString(file);
      String after = saved.path(file.toString()).asText();
      assertThat((Object) new Yaml().load(after))
          .as("%s", file)
          .isNotNull()
          .isEqualTo(new Yaml().load(before));
      assertThat(comments(after)).as("%s", file).isEqualTo(comments(before));
    }
  }

  private static List<String> comments(String text) {
    return text.lines().takeWhile(line -> line.startsWith("#") || line.isBlank()).toList();
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
