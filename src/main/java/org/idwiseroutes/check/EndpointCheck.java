package org.idwiseroutes.check;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.idwiseroutes.jsonhttp.JsonHttpComponent;
import org.idwiseroutes.transform.ResourceUriFactory;
import org.springframework.stereotype.Component;

/**
 * The components of URIs exist, and so do the options that they are given; values are of the type.
 */
@Component
class EndpointCheck implements RouteCheck {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^}]+}}");
  private static final String OUTBOX = "outbox";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Of the outbox: what may be none, and what must be at least one. */
  private static final Map<String, Integer> LEAST =
      Map.of("rate", 0, "urgentConsumers", 0, "concurrentConsumers", 1, "maxAttempts", 1);

  /** What Camel's tools read of the component, too. */
  private static final String DESCRIPTOR = "/META-INF/org/idwiseroutes/outbox/outbox.json";

  private CamelCatalog catalog;

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (node.path("uri").isTextual()) {
              check(file, pointer, node, problems);
            }
          });
    }
    return problems;
  }

  private void check(YamlFile file, String pointer, JsonNode endpoint, List<Problem> problems) {
    String uri = endpoint.path("uri").asText();
    JsonNode parameters = endpoint.path("parameters");
    if (uri.matches(JsonHttpComponent.SCHEME + "(:.*)?")) {
      checkJsonHttp(file, pointer, endpoint, problems);
      return;
    }
    String literal = literal(uri, parameters);
    Set<String> ours = new TreeSet<>(ResourceUriFactory.options(literal.split(":", 2)[0]));
    if (!ours.isEmpty()) {
      checkOurs(file, pointer, literal, ours, problems);
      return;
    }
    EndpointValidationResult result =
        catalog().validateEndpointProperties(literal, true, false, false);
    if (result.getUnknownComponent() != null) {
      problems.add(
          file.problem(
              pointer + "/uri",
              "there is no component \"%s\"%s"
                  .formatted(
                      result.getUnknownComponent(),
                      Similar.words(result.getUnknownComponent(), componentNames()))));
    }
    if (result.getUnknown() != null) {
      String scheme = literal.split(":", 2)[0];
      Set<String> known = new TreeSet<>(options(scheme));
      result
          .getUnknown()
          .forEach(name -> problems.add(unknown(file, pointer, scheme, name, known)));
    }
    values(result, parameters)
        .forEach(
            (name, wanted) -> problems.add(wrongValue(file, pointer, parameters, name, wanted)));
    if (uri.startsWith(OUTBOX + ":")) {
      String retryOn = parameters.path("retryOn").asText();
      if (!PLACEHOLDER.matcher(retryOn).find()
          && !retryOn.matches("([1-5]\\d\\d(,[1-5]\\d\\d)*)?")) {
        problems.add(
            wrongValue(file, pointer, parameters, "retryOn", "HTTP status codes with commas"));
      }
      LEAST.forEach(
          (name, least) -> {
            if (parameters.path(name).asText().matches("-?\\d+(\\.\\d+)?")
                && parameters.path(name).asDouble() < least) {
              problems.add(wrongValue(file, pointer, parameters, name, least + " or more"));
            }
          });
    }
  }

  private static Problem wrongValue(
      YamlFile file, String pointer, JsonNode parameters, String name, String wanted) {
    return file.problem(
        pointer + "/parameters/" + name,
        "%s is \"%s\", which is not %s".formatted(name, parameters.path(name).asText(), wanted));
  }

  /** The options that are those of Camel's HTTP component, as its URI. */
  private static String http(JsonNode parameters) {
    List<String> options = new ArrayList<>();
    parameters
        .properties()
        .forEach(
            one -> {
              if (!JsonHttpComponent.OPTIONS.contains(one.getKey())) {
                options.add(one.getKey() + "=" + one.getValue().asText().replace("#", "%23"));
              }
            });
    return "http://host" + (options.isEmpty() ? "" : "?" + String.join("&", options));
  }

  /** What options should be whose values are not; settings are looked at where they are used. */
  private static Map<String, String> values(EndpointValidationResult result, JsonNode parameters) {
    Map<String, String> wanted = new TreeMap<>();
    each(result.getInvalidBoolean(), name -> wanted.put(name, "true or false"));
    each(result.getInvalidInteger(), name -> wanted.put(name, "a whole number"));
    each(result.getInvalidNumber(), name -> wanted.put(name, "a number"));
    each(result.getInvalidDuration(), name -> wanted.put(name, "a time such as 5s"));
    each(
        result.getInvalidEnum(),
        name ->
            wanted.put(
                name, "one of " + String.join(", ", result.getInvalidEnumChoices().get(name))));
    wanted
        .keySet()
        .removeIf(
            name ->
                !parameters.has(name)
                    || PLACEHOLDER.matcher(parameters.path(name).asText()).find());
    return wanted;
  }

  private static void each(Map<String, String> invalid, Consumer<String> consumer) {
    if (invalid != null) {
      invalid.keySet().forEach(consumer);
    }
  }

  private void checkJsonHttp(
      YamlFile file, String pointer, JsonNode endpoint, List<Problem> problems) {
    JsonNode parameters = endpoint.path("parameters");
    Set<String> known = new TreeSet<>(options("http"));
    known.addAll(JsonHttpComponent.OPTIONS);
    known.remove("httpMethod");
    known.remove("httpUri");
    known.remove("bridgeEndpoint");
    parameters
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(unknown(file, pointer, JsonHttpComponent.SCHEME, name, known));
              }
            });
    values(catalog().validateEndpointProperties(http(parameters), true, false, false), parameters)
        .forEach(
            (name, wanted) -> problems.add(wrongValue(file, pointer, parameters, name, wanted)));
    String method = endpoint.path("uri").asText().replaceFirst("^[^:]+:?", "");
    if (!METHODS.contains(method)) {
      problems.add(
          file.problem(
              pointer + "/uri",
              method.isEmpty()
                  ? "write the method behind it: json-http:POST"
                  : "%s is no method; there are %s%s"
                      .formatted(
                          method, String.join(", ", METHODS), Similar.words(method, METHODS))));
    }
    if (!parameters.hasNonNull("url")) {
      problems.add(file.problem(pointer + "/uri", "json-http needs the parameter url"));
    }
    for (String option : List.of("mapping", "answer")) {
      String mapping = PLACEHOLDER.matcher(parameters.path(option).asText()).replaceAll("1");
      if (!mapping.isEmpty() && JsonHttpComponent.isExpression(mapping)) {
        try {
          Jsonata.jsonata(mapping);
        } catch (JException e) {
          problems.add(
              file.problem(
                  pointer + "/parameters/" + option, "it is no JSONata: " + e.getMessage()));
        }
      }
    }
  }

  /** A component of ours has fewer options than Camel's of this name. */
  private static void checkOurs(
      YamlFile file, String pointer, String literal, Set<String> ours, List<Problem> problems) {
    String[] parts = literal.split("\\?", 2);
    String scheme = parts[0].split(":", 2)[0];
    for (String option : parts.length == 1 ? new String[0] : parts[1].split("&")) {
      String name = option.split("=", 2)[0];
      if (!ours.contains(name)) {
        problems.add(unknown(file, pointer, scheme, name, ours));
      } else if (name.equals("resolver") && !option.equals("resolver=STRING")) {
        problems.add(file.problem(pointer + "/parameters/resolver", "the only resolver is STRING"));
      }
    }
  }

  private List<String> componentNames() {
    List<String> names = new ArrayList<>(catalog().findComponentNames());
    names.addAll(List.of(JsonHttpComponent.SCHEME, "jsonata", "thymeleaf"));
    return names;
  }

  private List<String> inPath(String scheme) {
    return catalog().componentModel(scheme) == null
        ? List.of()
        : catalog().componentModel(scheme).getEndpointPathOptions().stream()
            .map(option -> option.getName())
            .toList();
  }

  private List<String> options(String scheme) {
    return catalog().componentModel(scheme) == null
        ? List.of()
        : catalog().componentModel(scheme).getEndpointOptions().stream()
            .map(option -> option.getName())
            .toList();
  }

  private static Problem unknown(
      YamlFile file, String pointer, String scheme, String name, Set<String> known) {
    return file.problem(
        pointer + "/parameters/" + name,
        "%s has no option \"%s\"%s".formatted(scheme, name, Similar.words(name, known)));
  }

  /** Placeholders become what the catalog can read: a URL where a URL begins, else a number. */
  private String literal(String uri, JsonNode parameters) {
    String plain =
        PLACEHOLDER.matcher(uri.replaceFirst("^\\{\\{[^}]+}}", "http://host")).replaceAll("1");
    List<String> options = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    for (Map.Entry<String, JsonNode> option : parameters.properties()) {
      String value = PLACEHOLDER.matcher(option.getValue().asText()).replaceAll("1");
      if (!plain.contains(":") && inPath(plain).contains(option.getKey())) {
        path.append(':').append(value);
      } else {
        options.add(option.getKey() + "=" + value.replace("#", "%23"));
      }
    }
    if (!plain.contains(":") && path.isEmpty()) {
      path.append(":1");
    }
    return plain + path + (options.isEmpty() ? "" : "?" + String.join("&", options));
  }

  /** Camel's, with our own component beside it. */
  private synchronized CamelCatalog catalog() {
    if (catalog == null) {
      catalog = new DefaultCamelCatalog(true);
      catalog.addComponent(OUTBOX, null, descriptor());
    }
    return catalog;
  }

  private static String descriptor() {
    try (InputStream descriptor = EndpointCheck.class.getResourceAsStream(DESCRIPTOR)) {
      return new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
