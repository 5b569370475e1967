package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * An event does not steer Camel: it does not choose which host, path, file, command or bean is
 * used, its text is not evaluated, and nothing is deserialised into objects of its choice. Most
 * vulnerabilities that are known of Camel and its libraries can be reached in these ways alone.
 *
 * <p>A bean may make such a value from an event, since it is code with a test.
 */
@Component
class SteeringCheck implements RouteCheck {

  private static final Set<String> LANGUAGES =
      Set.of(
          "constant",
          "csimple",
          "datasonnet",
          "exchangeProperty",
          "groovy",
          "header",
          "hl7terser",
          "java",
          "joor",
          "jq",
          "js",
          "jsonpath",
          "language",
          "method",
          "mvel",
          "ognl",
          "python",
          "ref",
          "simple",
          "spel",
          "tokenize",
          "variable",
          "wasm",
          "xpath",
          "xquery",
          "xtokenize");

  /** What the product itself sets: ids of its own, and names that rules give. */
  private static final Set<String> OWN =
      Set.of("variable.deliveryId", "variable.eventId", "variable.id", "variable.ticket");

  private static final Set<String> PATH_SAFE = Set.of("variable.customer");

  private static final Pattern REFERENCE = Pattern.compile("\\$(?:simple)?\\{([^{}]*)}");

  private static final Pattern NO_DATA =
      Pattern.compile(
          "(bean:(?!.*[$]).*|properties:.*|propertiesAsString:.*|date:.*|random.*|env[.:].*|sysenv[.:].*|sys[.:].*"
              + "|exchangeId|camelId|routeId|uuid.*)");

  /** Of the headers of this prefix, those that a component only reads as text. */
  private static final Set<String> TEXT_HEADERS =
      Set.of("camelmailalternativebody", "camelcharsetname", "camelkafkakey");

  private static final Set<String> PATH_HEADERS =
      Set.of("camelhttppath", "camelhttpquery", "camelhttprawquery");

  private static final Set<String> DYNAMIC =
      Set.of("toD", "wireTap", "enrich", "pollEnrich", "poll");

  private static final Set<String> SLIPS = Set.of("recipientList", "routingSlip", "dynamicRouter");

  private static final Map<String, String> RUNS_THE_BODY =
      Map.of(
          "exec", "it runs a program of this machine",
          "ssh", "it runs the body as a command",
          "jdbc", "it runs the body as SQL; use sql: with :#parameters",
          "docker", "it commands containers of this machine");

  private static final Set<String> DESERIALISING =
      Set.of(
          "transferexception",
          "transferexchange",
          "transferredexchange",
          "transferfault",
          "allowjavaserializedobject",
          "allowserializedheaders",
          "allowunmarshalltype",
          "allowjmstype",
          "allowanytype",
          "usemessagebodyforsql",
          "allowtemplatefromheader",
          "allowcontextmapall");

  private static final Set<String> OBJECT_FORMATS =
      Set.of("xstream", "serialization", "hessian", "castor");

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> new Place(file, pointer, node, problems).check());
    }
    return problems;
  }

  private record Expression(String language, String text) {

    /** Of a step that has one, in whichever form it is written. */
    static Optional<Expression> of(JsonNode step) {
      JsonNode holder = step.path("expression").isObject() ? step.path("expression") : step;
      return holder.properties().stream()
          .filter(field -> LANGUAGES.contains(field.getKey()))
          .findFirst()
          .map(
              field ->
                  new Expression(
                      field.getKey(),
                      field.getValue().isObject()
                          ? field.getValue().path("expression").asText()
                          : field.getValue().asText()));
    }

    /** What of an event, or of an answer, is in it. */
    List<String> data(Set<String> allowed) {
      return switch (language) {
        case "constant", "method" -> List.of();
        case "simple" -> SteeringCheck.data(text, allowed);
        default -> List.of(language + ": " + text);
      };
    }
  }

  private static List<String> data(String text, Set<String> allowed) {
    return REFERENCE
        .matcher(text)
        .results()
        .map(found -> found.group(1).strip())
        .filter(
            name ->
                !OWN.contains(name) && !allowed.contains(name) && !NO_DATA.matcher(name).matches())
        .map(name -> "${" + name + "}")
        .distinct()
        .toList();
  }

  /** An object of a route file. */
  private record Place(YamlFile file, String pointer, JsonNode node, List<Problem> problems) {

    void check() {
      node.properties()
          .forEach(
              field -> {
                String key = field.getKey();
                JsonNode value = field.getValue();
                if (DYNAMIC.contains(key)) {
                  address(key, value);
                } else if (SLIPS.contains(key)) {
                  Expression.of(value).ifPresent(expression -> slip(key, expression));
                } else if (key.equals("unmarshal") || key.equals("marshal")) {
                  format(key, value);
                } else if (key.equals("setHeader")) {
                  header(key, value);
                } else if (key.equals("headers") && value.isArray()) {
                  for (int i = 0; i < value.size(); i++) {
                    header(key + "/" + i, value.get(i));
                  }
                } else if (key.equals("setVariable") || key.equals("variables")) {
                  variables(key, value);
                } else if (key.equals("to") && value.isTextual() || key.equals("uri")) {
                  endpoint(key, value.asText());
                } else if (key.equals("parameters") && value.isObject()) {
                  value
                      .properties()
                      .forEach(one -> option(key, one.getKey(), one.getValue().asText()));
                } else if (DESERIALISING.contains(key.toLowerCase(Locale.ROOT))
                    && !pointer.endsWith("/parameters")) {
                  option(".", key, value.asText());
                } else if ((key.equals("expression") || LANGUAGES.contains(key))
                    && value.isTextual()) {
                  resource(key, value.asText());
                }
              });
    }

    private void header(String at, JsonNode header) {
      String name = header.path("name").asText();
      String lower = name.toLowerCase(Locale.ROOT);
      if (!data(name, Set.of()).isEmpty()) {
        say(at, "an event would choose which header is set; write the header's name out");
      } else if (lower.startsWith("camel") && !TEXT_HEADERS.contains(lower)) {
        boolean path = PATH_HEADERS.contains(lower);
        List<String> data =
            Expression.of(header)
                .map(expression -> expression.data(path ? PATH_SAFE : Set.of()))
                .orElse(List.of());
        if (!data.isEmpty()) {
          say(
              at,
              path
                  ? "%s in %s could lead to another path; use ${variable.customer}, ${bean:tickets?method=path} or ${bean:tickets?method=label}, or a bean of yours that encodes it"
                      .formatted(String.join(", ", data), name)
                  : "%s in %s would steer Camel; make it a constant, or decide between constants with a choice"
                      .formatted(String.join(", ", data), name));
        }
      }
    }

    private void variables(String key, JsonNode value) {
      if (value.isArray()) {
        for (int i = 0; i < value.size(); i++) {
          variable(key + "/" + i, value.get(i));
        }
      } else {
        variable(key, value);
      }
    }

    /** What is allowed elsewhere because it is safe stays so. */
    private void variable(String at, JsonNode variable) {
      String name = "variable." + variable.path("name").asText();
      boolean own = OWN.contains(name) && !name.equals("variable.ticket");
      if ((own || PATH_SAFE.contains(name))
          && Expression.of(variable)
              .map(expression -> !expression.data(Set.of()).isEmpty())
              .orElse(false)) {
        say(
            at,
            "the variable \"%s\" is set by the product, and paths rely on it; choose another name"
                .formatted(variable.path("name").asText()));
      }
    }

    private void address(String step, JsonNode value) {
      String uri = value.isTextual() ? value.asText() : value.path("uri").asText();
      if (uri.isEmpty()) {
        Expression.of(value).ifPresent(expression -> slip(step, expression));
      } else {
        address(step, step, uri);
      }
    }

    private void slip(String step, Expression expression) {
      if (Set.of("constant", "method").contains(expression.language())) {
        return;
      }
      if (expression.language().equals("simple")) {
        address(step, step, expression.text());
      } else {
        say(
            step,
            "the event would choose where %s goes (%s: %s); decide between constants with a choice"
                .formatted(step, expression.language(), expression.text()));
      }
    }

    /** No data in scheme, host and options, and in the path only that which stays in its place. */
    private void address(String at, String step, String uri) {
      String address = uri.split("[?]", 2)[0];
      int slash = address.indexOf('/', address.contains("://") ? address.indexOf("://") + 3 : 0);
      String host = slash < 0 ? address : address.substring(0, slash);
      List<String> steering = new ArrayList<>(data(host, Set.of()));
      steering.addAll(data(uri.substring(address.length()), Set.of()));
      if (!steering.isEmpty()) {
        say(
            at,
            "%s in %s would choose the host, the component or its options; decide between constants with a choice"
                .formatted(String.join(", ", steering), step));
        return;
      }
      List<String> path = data(address.substring(host.length()), PATH_SAFE);
      if (!path.isEmpty()) {
        say(
            at,
            "%s in %s could lead to another path; use ${variable.customer}, or a bean of yours that encodes it"
                .formatted(String.join(", ", path), step));
      }
    }

    private void endpoint(String at, String uri) {
      String scheme = uri.split("[:?]", 2)[0];
      String reason = RUNS_THE_BODY.get(scheme);
      if (reason != null) {
        say(at, "\"%s\" is not for what comes from outside: %s".formatted(scheme, reason));
      }
      boolean scripted = uri.matches("language:\\w+:.+") || parameterIsSet("resourceUri");
      if (scheme.equals("language") && !scripted) {
        say(at, "the body would be evaluated as an expression; give the text by resourceUri");
      }
      String[] parts = uri.split("[?]", 2);
      if (parts.length == 2) {
        for (String option : parts[1].split("&")) {
          String[] pair = option.split("=", 2);
          option(at, pair[0], pair.length == 2 ? pair[1] : "");
        }
      }
    }

    private boolean parameterIsSet(String name) {
      return node.path("parameters").hasNonNull(name);
    }

    private void option(String at, String name, String value) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (DESERIALISING.contains(lower) && !value.equalsIgnoreCase("false")) {
        say(
            at.equals(".") ? name : at,
            "%s makes objects, templates or statements from what comes from outside; leave it out and read JSON"
                .formatted(name));
      } else if (!lower.startsWith("subject") && !data(value, Set.of()).isEmpty()) {
        say(
            at,
            "%s in the option %s would let an event steer the component; set it as a constant or a setting"
                .formatted(String.join(", ", data(value, Set.of())), name));
      }
    }

    private void format(String key, JsonNode value) {
      value
          .properties()
          .forEach(
              one -> {
                if (OBJECT_FORMATS.contains(one.getKey().toLowerCase(Locale.ROOT))) {
                  say(
                      key,
                      "\"%s\" makes any object from what comes from outside; use json"
                          .formatted(one.getKey()));
                }
              });
    }

    private void resource(String at, String text) {
      if (text.startsWith("resource:")
          && (text.contains("${") || text.startsWith("resource:header:"))) {
        say(at, "the event would choose which text is evaluated; name the file");
      }
    }

    private void say(String at, String text) {
      problems.add(file.problem(pointer + "/" + at, text));
    }
  }
}
