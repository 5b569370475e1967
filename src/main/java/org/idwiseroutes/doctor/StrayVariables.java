package org.idwiseroutes.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Environment variables that were meant to set something of a source or of an operator and set
 * nothing. Spring passes over them in silence: in a variable's name nothing tells where the name of
 * a source ends, so one with a dash cannot be written there. Values are never shown.
 */
@Component
class StrayVariables {

  private static final Logger LOG = LoggerFactory.getLogger(StrayVariables.class);

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "sources",
              "source",
              "BASIC_(USERNAME|PASSWORD|NEXT_?PASSWORD)|BEARER_?TOKENS(_?\\[?\\d+]?)?|HEADERS_.+"
                  + "|ALLOW_?ANONYMOUS|ALLOWED_?ADDRESSES(_?\\[?\\d+]?)?"),
          new Kind("operators", "operator", "PASSWORD|ROLE"));

  /** Settings of their own, which begin alike: {@code idwise.operators-plain-passwords}. */
  private static final Set<String> OTHERS =
      Set.of("IDWISE_OPERATORS_PLAIN_PASSWORDS", "IDWISE_OPERATORS_PLAINPASSWORDS");

  /**
   * What is set by name.
   *
   * @param settings their settings, in the letters of a variable
   */
  private record Kind(String property, String noun, String settings) {

    /**
     * Those that have a setting. A variable with a dash in its name's place makes another one, of
     * the part before it, which has none.
     */
    Collection<String> named(Environment environment) {
      return AccessCheck.names(environment, "idwise." + property).entrySet().stream()
          .filter(
              one ->
                  paths(one.getValue())
                      .anyMatch(
                          path -> path.replaceAll("[.-]", "_").matches("_(" + settings + ")")))
          .map(Map.Entry::getKey)
          .sorted()
          .toList();
    }

    /** The paths of all values below, each part with a dot before it. */
    private static Stream<String> paths(Object value) {
      if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream()
            .flatMap(
                part ->
                    paths(part.getValue())
                        .map(
                            rest ->
                                "." + part.getKey().toString().toUpperCase(Locale.ROOT) + rest));
      }
      return Stream.of("");
    }

    String prefix() {
      return "IDWISE_" + property.toUpperCase(Locale.ROOT) + "_";
    }
  }

  /**
   * A variable that sets nothing.
   *
   * @param kind {@code sources} or {@code operators}
   * @param problem what is wrong with it, without its value
   */
  record Stray(String kind, String problem, String advice) {}

  private final ConfigurableEnvironment environment;

  StrayVariables(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  @EventListener
  void warn(ApplicationReadyEvent ready) {
    find().forEach(stray -> LOG.warn("{}; {}", stray.problem(), stray.advice()));
  }

  /** The sources, or the operators, that have a setting. */
  static Collection<String> named(Environment environment, String kind) {
    return KINDS.stream()
        .filter(one -> one.property().equals(kind))
        .findFirst()
        .orElseThrow()
        .named(environment);
  }

  /** In the order of their names. */
  List<Stray> find() {
    List<Stray> strays = new ArrayList<>();
    for (Kind kind : KINDS) {
      Collection<String> names = kind.named(environment);
      for (String variable : variables()) {
        String upper = variable.toUpperCase(Locale.ROOT);
        if (upper.startsWith(kind.prefix()) && !OTHERS.contains(upper)) {
          find(kind, names, variable, upper.substring(kind.prefix().length()), strays);
        }
      }
    }
    return strays;
  }

  private void find(
      Kind kind, Collection<String> names, String variable, String rest, List<Stray> strays) {
    if (names.stream().anyMatch(name -> sets(kind, name, rest))) {
      return;
    }
    String existing = names.isEmpty() ? "there is none" : "there are " + String.join(", ", names);
    Matcher meant = Pattern.compile("(.+?)_(" + kind.settings() + ")").matcher(rest);
    if (!meant.matches()) {
      strays.add(
          new Stray(
              kind.property(),
              "%s names no setting of a %s (%s)".formatted(variable, kind.noun(), existing),
              "compare it with idwise.%s.NAME.… in application.properties"
                  .formatted(kind.property())));
      return;
    }
    String name = meant.group(1);
    String setting = meant.group(2);
    String probably = kind.prefix() + name.replace("_", "") + "_" + setting;
    strays.add(
        new Stray(
            kind.property(),
            "%s names no %s (%s)".formatted(variable, kind.noun(), existing),
            name.contains("_")
                ? "did you mean %s? A name with a dash, such as %s, needs a properties file or SPRING_APPLICATION_JSON"
                    .formatted(probably, name.toLowerCase(Locale.ROOT).replace('_', '-'))
                : "see that all that the %s needs is set".formatted(kind.noun())));
  }

  /** Whether the variable, without its prefix, sets something of the one of this name. */
  private static boolean sets(Kind kind, String name, String rest) {
    String upper = name.toUpperCase(Locale.ROOT);
    return List.of(upper.replace("-", ""), upper.replace('-', '_')).stream()
        .anyMatch(form -> rest.matches(Pattern.quote(form) + "_(" + kind.settings() + ")"));
  }

  private Collection<String> variables() {
    return environment.getPropertySources().stream()
        .filter(SystemEnvironmentPropertySource.class::isInstance)
        .flatMap(
            source ->
                List.of(((SystemEnvironmentPropertySource) source).getPropertyNames()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
