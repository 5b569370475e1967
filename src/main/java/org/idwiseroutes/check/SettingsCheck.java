package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.jsonhttp.JsonHttpComponent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Placeholders have a value; what is a secret is one. */
@Component
class SettingsCheck implements RouteCheck {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}?:!]+)(:[^}]*)?}}");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(password|passphrase|secret|token|api-?key|authorization|bearer|basic|header)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET_HEADER =
      Pattern.compile("(?i)[\\w-]*(key|token|auth|secret|cookie)[\\w-]*:.*");

  /** What writes a setting in the syntax that surrounds it. */
  private static final Set<String> WRITTEN = Set.of("json", "quoted");

  /** A team's addresses: which teams there are, the rules say. */
  private static final String TEAMS = "email.";

  /** Functions of settings: of the product and of Camel (Property Functions in its manual). */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "json",
          "quoted",
          "raw",
          "tenant",
          "text",
          "uri",
          "env",
          "sys",
          "service",
          "service.host",
          "service.port",
          "bean");

  private static final Pattern CALLED = Pattern.compile("\\{\\{([a-z][\\w-]*):([\\w.-]+)");

  private static final Pattern QUOTED_TWICE =
      Pattern.compile("\"\\s*\\{\\{(?:json|quoted):[^{}]+}}\\s*\"");

  private static final Pattern JSON = Pattern.compile("(?s)^\\s*(?:\\[|\\{(?!\\{)).*[\\]}]\\s*$");
  private static final Pattern BARE_IN_JSON =
      Pattern.compile("\\{\\{(?!json:)([^{}:]+)(:[^{}]*)?}}");
  private static final Pattern LOGIN = Pattern.compile("://[^/@\\s:{]+:[^/@\\s{]+@");

  private final ConfigurableEnvironment settings;
  private final ActiveRoutes routes;

  SettingsCheck(ConfigurableEnvironment settings, ActiveRoutes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<ActiveRoutes.Lines>> off = routes.inactive(folder);
    folder
        .routeTexts()
        .forEach((name, text) -> missing(name, text, off.getOrDefault(name, List.of()), problems));
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> literals(file, pointer, node, problems));
      file.visit("", (pointer, node) -> inText(file, pointer, node, problems));
      file.visit("", (pointer, node) -> functions(file, pointer, node, problems));
    }
    for (YamlFile file : folder.scenarios()) {
      file.visit("", (pointer, node) -> ofScenarios(folder, file, pointer, node, problems));
    }
    return problems;
  }

  /** A team may have addresses that only a scenario needs. */
  private void ofScenarios(
      Folder folder, YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    Set<String> known = SettingNames.of(settings);
    node.path("settings")
        .fieldNames()
        .forEachRemaining(
            name -> {
              boolean read =
                  name.startsWith(TEAMS)
                      || known.contains(name)
                      || folder.routeTexts().values().stream().anyMatch(text -> text.contains(name))
                      || folder.otherTexts().entrySet().stream()
                          .anyMatch(
                              other ->
                                  !other.getKey().equals(file.name())
                                      && other.getValue().contains(name));
              if (!read) {
                Similar.to(name, known)
                    .ifPresent(
                        meant ->
                            problems.add(
                                file.problem(
                                        pointer + "/settings/" + name,
                                        "nobody reads the setting \"%s\"; probably meant: %s"
                                            .formatted(name, meant))
                                    .asWarning()));
              }
            });
  }

  /** Outside of quotes, a setting is a number, true, false or null. */
  private static boolean isInString(String json, int place) {
    boolean inString = false;
    for (int i = 0; i < place; i++) {
      if (json.charAt(i) == '\\' && inString) {
        i++;
      } else if (json.charAt(i) == '"') {
        inString = !inString;
      }
    }
    return inString;
  }

  /** What a route names whose precondition does not hold, nobody needs. */
  private void missing(
      String file, String text, List<ActiveRoutes.Lines> off, List<Problem> problems) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int line = i + 1;
      if (off.stream().anyMatch(route -> route.has(line))) {
        continue;
      }
      Matcher placeholder = PLACEHOLDER.matcher(lines[i]);
      while (placeholder.find()) {
        boolean written = WRITTEN.contains(placeholder.group(1)) && placeholder.group(2) != null;
        String name = written ? placeholder.group(2).substring(1) : placeholder.group(1);
        if ((written || placeholder.group(2) == null) && !settings.containsProperty(name)) {
          problems.add(
              new Problem(
                  file,
                  i + 1,
                  "{{%s}} is set nowhere%s"
                      .formatted(name, Similar.words(name, SettingNames.of(settings)))));
        }
      }
    }
  }

  /** {@code {{jsn:crm.url}}} would be the setting {@code jsn}, or the text behind the colon. */
  private void functions(YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    node.properties()
        .forEach(
            field -> {
              String text = field.getValue().asText();
              String at = pointer + "/" + field.getKey();
              Matcher called = CALLED.matcher(text);
              while (called.find()) {
                if (called.group(2).contains(".")
                    && settings.containsProperty(called.group(2))
                    && !FUNCTIONS.contains(called.group(1))
                    && !settings.containsProperty(called.group(1))) {
                  problems.add(
                      file.problem(
                          at,
                          "there is no function \"%s\" of settings%s"
                              .formatted(
                                  called.group(1), Similar.words(called.group(1), FUNCTIONS))));
                }
              }
              Matcher quoted = QUOTED_TWICE.matcher(text);
              if (quoted.find()) {
                problems.add(
                    file.problem(
                        at,
                        "%s has quotes of its own; write it without those around it"
                            .formatted(quoted.group())));
              }
            });
  }

  /** A quote in a setting would end the JSON text around it, and an ampersand a parameter. */
  private static void inText(YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    for (String language : List.of("simple", "constant")) {
      String text = node.path(language).path("expression").asText();
      Matcher bare = BARE_IN_JSON.matcher(text);
      while (JSON.matcher(text).find() && bare.find()) {
        if (!isInString(text, bare.start())) {
          continue;
        }
        problems.add(
            file.problem(
                pointer + "/" + language,
                "{{%1$s}} stands in JSON as it is; write {{json:%1$s}} without quotes"
                    .formatted(bare.group(1))));
      }
    }
    String uri = node.path("uri").asText();
    int query = uri.indexOf('?');
    if (query >= 0 && uri.indexOf("{{", query) >= 0) {
      problems.add(
          file.problem(
              pointer + "/uri",
              "a setting stands behind the ? of a URI; give it under parameters, where it arrives"
                  + " as it is"));
    }
  }

  private static void literals(
      YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String value = field.getValue().asText();
      boolean named = SECRET.matcher(field.getKey()).matches() && field.getValue().isTextual();
      if (named && isLiteral(field.getKey(), value)
          || field.getValue().isTextual() && LOGIN.matcher(value).find()) {
        problems.add(
            file.problem(
                pointer + "/" + field.getKey(),
                "a secret is written here; give it as a setting, such as {{my.%s}}"
                    .formatted(field.getKey())));
      }
    }
    String header = node.path("name").asText();
    String constant = node.at("/expression/constant/expression").asText();
    if (SECRET.matcher(header).matches() && isLiteral(constant)) {
      problems.add(
          file.problem(
              pointer + "/expression",
              "the value of %s is written here; give it as a setting, such as {{my.token}}"
                  .formatted(header)));
    }
  }

  /**
   * A user name and a password of one letter are no secrets: some systems take a key as the name.
   */
  private static boolean isLiteral(String option, String value) {
    String secret = option.equals("basic") ? JsonHttpComponent.password(value) : value;
    boolean plainHeader = option.equals("header") && !SECRET_HEADER.matcher(value).matches();
    return isLiteral(secret) && !plainHeader && (secret.equals(value) || secret.length() > 1);
  }

  private static boolean isLiteral(String value) {
    return !value.isBlank() && !value.contains("{{") && !value.contains("${");
  }
}
