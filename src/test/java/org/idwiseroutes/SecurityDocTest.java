package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/security.md calls a proof is there. */
class SecurityDocTest {

  private static final Pattern PROOF = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void everyProofIsATest() throws IOException {
    List<MatchResult> proofs =
        PROOF.matcher(Files.readString(Path.of("docs", "security.md"))).results().toList();
    assertThat(proofs).hasSizeGreaterThan(30);
    for (MatchResult proof : proofs) {
      assertThat(source(proof.group(1))).as(proof.group()).contains("void " + proof.group(2) + "(");
    }
  }

  private static String source(String testClass) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      Path file =
          files
              .filter(path -> path.endsWith(testClass + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("There is no " + testClass));
      return Files.readString(file);
    }
  }
}
