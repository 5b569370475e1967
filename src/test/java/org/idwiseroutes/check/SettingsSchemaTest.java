package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Editors complete {@code config/application.yaml} by a schema that says what {@code
 * application.properties} does; {@code -Dschema.write=true} writes it anew.
 */
class SettingsSchemaTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Path SCHEMA = Path.of("src/main/resources/schema/settings.json");
  private static final Path SETTINGS = Path.of("src/main/resources/application.properties");
  private static final Path METADATA =
      Path.of("target/classes/META-INF/spring-configuration-metadata.json");
  private static final Pattern OF_OTHERS =
      Pattern.compile("(spring|server|management|logging|camel|org)\\..*");

  @Test
  void itSaysWhatTheSettingsSay() throws IOException {
    JsonNode wanted = schema();
    if (Boolean.getBoolean("schema.write")) {
      Files.writeString(SCHEMA, JSON.writeValueAsString(wanted) + "\n");
    }
    assertThat(JSON.readTree(SCHEMA.toFile())).isEqualTo(wanted);
  }

  @Test
  void itRefusesWhatNobodyReads() throws IOException {
    assertThat(errors("crm: {kind: hubspot}\nemail: {fraud: a@b}\nmy: {own: 1}")).isEmpty();
    assertThat(errors("idwise: {sources: {live: {basic: {username: a}}}}")).isEmpty();
    assertThat(errors("spring: {datasource: {url: x}}")).isEmpty();
    assertThat(errors("crm: {ulr: x}")).isNotEmpty();
    assertThat(errors("idwise: {outbox: {max-atempts: 3}}")).isNotEmpty();
  }

  private static List<String> errors(String yaml) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(JSON.readTree(SCHEMA.toFile()))
        .validate(YamlFile.read("config/application.yaml", yaml).json())
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static JsonNode schema() throws IOException {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Settings of idwise-routes");
    schema.put(
        "description",
        "config/application.yaml; those of Spring Boot and Camel may stand beside them");
    schema.put("type", "object");
    ObjectNode all = schema.putObject("properties");
    List<String> comment = new ArrayList<>();
    for (String line : Files.readAllLines(SETTINGS)) {
      String name = line.replaceFirst("=.*", "");
      if (line.startsWith("# ") && !line.startsWith("# ---") && !line.contains("=")) {
        comment.add(line.substring(2));
      } else {
        if (line.contains("=") && !line.startsWith("#") && !OF_OTHERS.matcher(name).matches()) {
          ObjectNode setting = place(all, name);
          if (!comment.isEmpty()) {
            setting.put("description", String.join(" ", comment));
          }
          setting.put("default", line.substring(name.length() + 1));
        }
        comment.clear();
      }
    }
    for (JsonNode property : JSON.readTree(METADATA.toFile()).path("properties")) {
      String name = property.path("name").asText();
      if (!OF_OTHERS.matcher(name).matches()) {
        ObjectNode setting = place(all, name);
        if (property.path("type").asText().startsWith("java.util.Map")) {
          setting.put("type", "object");
        }
        if (!setting.has("description") && property.has("description")) {
          setting.put(
              "description",
              property.path("description").asText().replaceAll("\\{@code ([^}]*)}", "$1"));
        }
      }
    }
    ((ObjectNode) all.path("email")).put("additionalProperties", true);
    return schema;
  }

  private static ObjectNode place(ObjectNode all, String name) {
    ObjectNode properties = all;
    String[] parts = name.split("\\.");
    for (int i = 0; i < parts.length - 1; i++) {
      ObjectNode inner = at(properties, parts[i]);
      if (!inner.has("properties")) {
        inner.put("type", "object").put("additionalProperties", false);
      }
      properties = at(inner, "properties");
    }
    return at(properties, parts[parts.length - 1]);
  }

  private static ObjectNode at(ObjectNode node, String name) {
    return node.has(name) ? (ObjectNode) node.path(name) : node.putObject(name);
  }
}
