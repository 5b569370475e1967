package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings' names and meanings, which editors read, are all there. */
class ConfigurationMetadataTest {

  private static final Pattern OURS =
      Pattern.compile("^#?(idwise\\.(?!slo\\.)[\\w.-]+)=", Pattern.MULTILINE);

  @Test
  void everySettingHasANameATypeAndAMeaning() throws IOException {
    List<String> settings =
        OURS.matcher(Files.readString(Path.of("src/main/resources/application.properties")))
            .results()
            .map((MatchResult setting) -> setting.group(1))
            .distinct()
            .toList();
    JsonNode metadata =
        new ObjectMapper()
            .readTree(
                Path.of("target/classes/META-INF/spring-configuration-metadata.json").toFile());
    Set<String> described = new TreeSet<>();
    Set<String> mute = new TreeSet<>();
    for (JsonNode property : metadata.path("properties")) {
      described.add(property.path("name").asText());
      if (!property.hasNonNull("type") || property.path("description").asText().isBlank()) {
        mute.add(property.path("name").asText());
      }
    }
    assertThat(settings).hasSizeGreaterThan(60);
    assertThat(described).containsAll(settings);
    assertThat(mute).isEmpty();
  }
}
