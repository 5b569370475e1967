package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** The beans that routes call exist, and so do their methods. */
@Component
class BeansCheck implements RouteCheck {

  private static final Pattern IN_URI = Pattern.compile("bean:([\\w-]+)(?:\\?method=(\\w+).*)?");

  private static final Pattern IN_SIMPLE =
      Pattern.compile("\\$\\{bean:(?!type:)([\\w-]+)(?:(?:\\?method=|::|\\.)(\\w+))?");

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
      String name = node.path("ref").asText();
      require(file, pointer + "/ref", name, own, problems);
      requireMethod(file, pointer + "/method", name, node.path("method").asText(), problems);
    }
    String uri = node.path("uri").asText();
    Matcher inUri = IN_URI.matcher(uri);
    if (inUri.matches()) {
      String method =
          inUri.group(2) == null ? node.at("/parameters/method").asText() : inUri.group(2);
      require(file, pointer + "/uri", inUri.group(1), own, problems);
      requireMethod(file, pointer + "/uri", inUri.group(1), method, problems);
    }
    node.properties()
        .forEach(
            field -> {
              Matcher called = IN_SIMPLE.matcher(field.getValue().asText());
              while (called.find()) {
                String at = pointer + "/" + field.getKey();
                require(file, at, called.group(1), own, problems);
                requireMethod(file, at, called.group(1), called.group(2), problems);
              }
            });
  }

  /** Whether this check tells what is wrong with the methods that an expression calls. */
  boolean judges(String expression) {
    Matcher called = IN_SIMPLE.matcher(expression);
    boolean any = false;
    while (called.find()) {
      if (called.group(2) == null || !isKnown(called.group(1))) {
        return false;
      }
      any = true;
    }
    return any && !expression.contains("${bean:type:");
  }

  /** Arguments may stand behind the name. */
  private void requireMethod(
      YamlFile file, String pointer, String bean, String method, List<Problem> problems) {
    if (method == null || method.isEmpty() || method.contains("{{") || !isKnown(bean)) {
      return;
    }
    String name = method.split("\\(", 2)[0].strip();
    Class<?> type = ClassUtils.getUserClass(application.getType(bean));
    Set<String> methods =
        Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    if (!methods.contains(name)) {
      problems.add(
          file.problem(
              pointer,
              "the bean \"%s\" has no method \"%s\"%s"
                  .formatted(bean, name, Similar.words(name, methods))));
    }
  }

  private boolean isKnown(String bean) {
    return application.containsBean(bean) && application.getType(bean) != null;
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
