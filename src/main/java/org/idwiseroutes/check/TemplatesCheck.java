package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.IElementProcessor;
import org.thymeleaf.standard.StandardDialect;

/**
 * Templates use attributes that Thymeleaf has, and read fields that a documented event, one of a
 * scenario or an alert has: Thymeleaf itself passes over both without a word.
 */
@Component
class TemplatesCheck implements RouteCheck {

  private static final Pattern ATTRIBUTE = Pattern.compile("\\bth:([\\w-]+)\\s*=");
  private static final Pattern EACH = Pattern.compile("\\bth:each=\"(\\w+)\\s*:\\s*\\$\\{body}\"");
  private static final String FIELDS = "(?<![\\w.])(?:%s)((?:\\??\\.\\w+)+)(?!\\w*\\()";

  /**
   * Any attribute of HTML can be given by Thymeleaf: only what is almost one of its own is wrong.
   */
  private static final Set<String> ATTRIBUTES = attributes();

  private final ScenarioEvents scenarios;

  TemplatesCheck(ScenarioEvents scenarios) {
    this.scenarios = scenarios;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> fields = new TreeSet<>(Given.fields());
    scenarios.of(folder).forEach(event -> Fields.names(Fields.read(event.document()), fields));
    fields.addAll(PossibleAlerts.fields());
    Fields.names(ForgetCheck.person(), fields);
    List<Problem> problems = new ArrayList<>();
    folder
        .texts("templates/", "")
        .forEach(
            (name, text) -> {
              String[] lines = text.split("\n", -1);
              Pattern field = field(text);
              for (int i = 0; i < lines.length; i++) {
                line(new Problem(name, i + 1, ""), lines[i], field, fields, problems);
              }
            });
    return problems;
  }

  /** A field of the body, or of one of a list that the body is. */
  private static Pattern field(String template) {
    String names =
        Stream.concat(
                Stream.of("body"), EACH.matcher(template).results().map(found -> found.group(1)))
            .collect(Collectors.joining("|"));
    return Pattern.compile(FIELDS.formatted(names));
  }

  private static void line(
      Problem here, String line, Pattern fieldOf, Set<String> fields, List<Problem> problems) {
    Matcher attribute = ATTRIBUTE.matcher(line);
    while (attribute.find()) {
      String name = attribute.group(1);
      if (!ATTRIBUTES.contains(name)) {
        Similar.to(name, ATTRIBUTES)
            .ifPresent(
                meant ->
                    problems.add(
                        here.saying(
                                "Thymeleaf has no th:%s of its own; probably meant: th:%s"
                                    .formatted(name, meant))
                            .asWarning()));
      }
    }
    Matcher field = fieldOf.matcher(line);
    while (field.find()) {
      for (String name : field.group(1).split("\\??\\.")) {
        if (!name.isEmpty() && !fields.contains(name)) {
          problems.add(
              here.saying(
                      "no documented event, no scenario and no alert has a field \"%s\"%s"
                          .formatted(name, Similar.words(name, fields)))
                  .asWarning());
        }
      }
    }
  }

  private static Set<String> attributes() {
    Set<String> names = new TreeSet<>();
    for (IProcessor processor : new StandardDialect().getProcessors("th")) {
      if (processor instanceof IElementProcessor element
          && element.getMatchingAttributeName() != null
          && element.getMatchingAttributeName().getMatchingAttributeName() != null) {
        names.add(element.getMatchingAttributeName().getMatchingAttributeName().getAttributeName());
      }
    }
    return names;
  }
}
