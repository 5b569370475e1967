package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Steps and their fields are those of Camel's YAML, by Camel's own schema. */
@Component
class SchemaCheck implements RouteCheck {

  private static final String UNKNOWN = "additionalProperties";

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    JsonSchema schema = schema();
    for (YamlFile file : folder.routes()) {
      Map<Integer, ValidationMessage> byLine = new TreeMap<>();
      for (ValidationMessage message : schema.validate(file.json())) {
        byLine.merge(
            file.line(pointer(message)),
            message,
            (one, other) -> UNKNOWN.equals(one.getType()) ? one : other);
      }
      byLine.forEach(
          (line, message) -> problems.add(new Problem(file.name(), line, words(schema, message))));
    }
    return problems;
  }

  private static String pointer(ValidationMessage message) {
    String pointer = message.getInstanceLocation().toString();
    return UNKNOWN.equals(message.getType()) ? pointer + "/" + message.getProperty() : pointer;
  }

  private static String words(JsonSchema schema, ValidationMessage message) {
    if (UNKNOWN.equals(message.getType())) {
      String name = message.getProperty();
      return "there is no \"%s\" here%s"
          .formatted(name, Similar.words(name, names(schema, message)));
    }
    return message.getError() == null ? message.getMessage() : message.getError();
  }

  /** What the schema knows where the unknown name stands. */
  private static Set<String> names(JsonSchema schema, ValidationMessage message) {
    Set<String> names = new HashSet<>();
    String location = message.getSchemaLocation().getFragment().toString();
    JsonNode around = schema.getSchemaNode().at(location.substring(0, location.lastIndexOf('/')));
    around.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Not kept, since it takes 15 MB and checks are rare; and not loaded ahead: Camel's schema refers
   * to itself so often that this takes 250 MB.
   */
  private static JsonSchema schema() {
    SchemaValidatorsConfig pointers =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .preloadJsonSchema(false)
            .build();
    try (InputStream in = SchemaCheck.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in, pointers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
