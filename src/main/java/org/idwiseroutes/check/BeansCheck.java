package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** The beans that routes call exist. */
@Component
class BeansCheck implements RouteCheck {

  private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{bean:([\\w-]+)");

  private final ApplicationContext application;

  BeansCheck(ApplicationContext application) {
    this.application = application;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> own = new HashSet<>();
    folder
        .routes()
        .forEach(
            file ->
                file.visit(
                    "",
                    (pointer, node) ->
                        node.path("beans").forEach(bean -> own.add(bean.path("name").asText()))));
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> check(file, pointer, node, own, problems));
    }
    return problems;
  }

  private void check(
      YamlFile file, String pointer, JsonNode node, Set<String> own, List<Problem> problems) {
    if (pointer.endsWith("/bean") || pointer.endsWith("/method")) {
      require(file, pointer + "/ref", node.path("ref").asText(), own, problems);
    }
    node.properties()
        .forEach(
            field -> {
              Matcher called = IN_SIMPLE.matcher(field.getValue().asText());
              while (called.find()) {
                require(file, pointer + "/" + field.getKey(), called.group(1), own, problems);
              }
            });
  }

  private void require(
      YamlFile file, String pointer, String name, Set<String> own, List<Problem> problems) {
    if (!name.isEmpty() && !own.contains(name) && !application.containsBean(name)) {
      problems.add(
          file.problem(
              pointer,
              "there is no bean \"%s\"%s"
                  .formatted(
                      name, Similar.words(name, List.of(application.getBeanDefinitionNames())))));
    }
  }
}
