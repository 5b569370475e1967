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

  /** What is longer repeats the schema. */
  private static final int LONGEST_WORDS = 200;

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    JsonSchema schema = schema();
    for (YamlFile file : folder.routes()) {
      if (file.json().isNull() || file.json().isMissingNode()) {
        problems.add(
            new Problem(file.name(), 1, "there is no route in it; write one, or delete the file"));
        continue;
      }
      Set<String> empty = empty(file, problems);
      Map<Integer, ValidationMessage> byLine = new TreeMap<>();
      for (ValidationMessage message : innermost(schema.validate(file.json()))) {
        String place = message.getInstanceLocation().toString();
        boolean around =
            empty.stream()
                .anyMatch(
                    one ->
                        (place + "/").startsWith(one + "/")
                            || (one + "/").startsWith(place + "/")
                                && !UNKNOWN.equals(message.getType()));
        if (around || isMeant(file, message)) {
          continue;
        }
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

  /**
   * Tells of words behind which nothing stands.
   *
   * @return the places around them: what the schema says of these follows from it
   */
  private static Set<String> empty(YamlFile file, List<Problem> problems) {
    Set<String> around = new HashSet<>();
    file.visit(
        "",
        (pointer, node) ->
            node.properties()
                .forEach(
                    field -> {
                      boolean nothing =
                          field.getValue().isNull()
                              || field.getKey().equals("steps")
                                  && field.getValue().isEmpty()
                                  && pointer.endsWith("/filter");
                      if (nothing && !pointer.endsWith("/parameters")) {
                        String place = pointer + "/" + field.getKey();
                        problems.add(
                            file.problem(
                                place,
                                "nothing stands behind \"%s\"%s"
                                    .formatted(
                                        field.getKey(),
                                        field.getValue().isNull()
                                            ? "; is what stands below it indented?"
                                            : "")));
                        around.add(pointer);
                      }
                    }));
    return around;
  }

  /**
   * Of what goes wrong in one place and within it: of an expression, say, that is none of the
   * thirty that there are, the schema tells why it is not each of them.
   */
  private static List<ValidationMessage> innermost(Set<ValidationMessage> messages) {
    Set<String> places = new HashSet<>();
    messages.forEach(message -> places.add(message.getInstanceLocation().toString()));
    return messages.stream()
        .filter(
            message ->
                UNKNOWN.equals(message.getType())
                    || places.stream()
                        .noneMatch(
                            place ->
                                place.startsWith(message.getInstanceLocation().toString() + "/")))
        .toList();
  }

  /** Whether what is missing is there, and misspelt: that is told where it stands. */
  private static boolean isMeant(YamlFile file, ValidationMessage message) {
    if (!"required".equals(message.getType())) {
      return false;
    }
    Set<String> there = new HashSet<>();
    file.json()
        .at(message.getInstanceLocation().toString())
        .fieldNames()
        .forEachRemaining(there::add);
    return Similar.to(message.getProperty(), there).isPresent();
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
    String words = message.getError() == null ? message.getMessage() : message.getError();
    return words.length() > LONGEST_WORDS ? "what stands here does not go together" : words;
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
