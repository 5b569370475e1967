package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.routes.NamedTexts;

/**
 * Mappings read fields that something has of what they were given: by the documented events, and by
 * scenarios, those of vendors that are not set included.
 */
final class MappingFields {

  /** What IDWise's API has told, when it was asked. */
  private static final Set<String> OF_ANSWERS = Set.of("result");

  /** What a message about mail that fails has, which no scenario can send. */
  private static final Set<String> OF_MAIL_TROUBLE = Set.of("failing", "why");

  private static final String MESSAGES = "message.jsonata";

  private MappingFields() {}

  static List<Problem> problems(Folder folder, Map<String, Set<String>> given) {
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, step) -> fields(folder, step, given, problems));
    }
    return problems;
  }

  private static boolean isOther(String file, String name) {
    return OF_ANSWERS.contains(name) || file.endsWith(MESSAGES) && OF_MAIL_TROUBLE.contains(name);
  }

  /** What a step has never been given is nothing to judge its mapping by. */
  private static void fields(
      Folder folder, JsonNode step, Map<String, Set<String>> given, List<Problem> problems) {
    Set<String> names = new TreeSet<>(given.getOrDefault(step.path("id").asText(), Set.of()));
    if (names.contains("event")) {
      names.addAll(Given.fields());
    }
    JsonNode parameters = step.path("parameters");
    String mapping = parameters.path("mapping").asText(parameters.path("resourceUri").asText());
    for (String file : NamedTexts.in(mapping)) {
      if (!names.isEmpty() && file.endsWith(".jsonata") && folder.text(file) != null) {
        new Mapping(folder.text(file))
            .fields().stream()
                .filter(word -> !names.contains(word.text()) && !isOther(file, word.text()))
                .forEach(
                    word ->
                        problems.add(
                            new Problem(
                                    file,
                                    word.line(),
                                    "no documented event and no scenario has a field \"%s\"%s"
                                        .formatted(word.text(), Similar.words(word.text(), names)))
                                .asWarning()));
      }
    }
  }
}
