package org.idwiseroutes.routes;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.idwiseroutes.jsonhttp.JsonHttpComponent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Lets a setting arrive as it is in the parameters of an endpoint, whatever characters it has.
 * Camel makes one URI of an endpoint and its parameters, in which {@code +}, {@code &} and {@code
 * %} mean something else, and {@code RAW(…)} ends at the first {@code )&}. So each parameter that
 * names a setting is given to Camel by a function that knows this, see {@link SettingFunctions}.
 */
public final class VerbatimSettings {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final Pattern RAW = Pattern.compile("(?s)RAW\\((.*)\\)|RAW\\{(.*)}");

  /** Camel does not know the component of such a one, and takes its secrets as they are written. */
  private static final Pattern HTTP = Pattern.compile("^(https?):");

  private static final Pattern IN_URIS = Pattern.compile("[&%+]");

  private static final CamelCatalog CATALOG = new DefaultCamelCatalog(true);

  private VerbatimSettings() {}

  /** A route file's text for Camel; its lines keep their numbers. */
  public static String in(YamlText yaml) {
    String text = yaml.text();
    Map<ScalarNode, String> changes =
        new TreeMap<>(
            Comparator.comparingInt((ScalarNode value) -> value.getStartMark().getIndex())
                .reversed());
    collect(yaml.root(), changes);
    StringBuilder changed = new StringBuilder(text);
    changes.forEach(
        (value, instead) -> {
          int start = text.offsetByCodePoints(0, value.getStartMark().getIndex());
          int end = text.offsetByCodePoints(0, value.getEndMark().getIndex());
          long lines = text.substring(start, end).chars().filter(sign -> sign == '\n').count();
          changed.replace(start, end, '"' + instead + '"' + "\n".repeat((int) lines));
        });
    return changed.toString();
  }

  private static void collect(Node node, Map<ScalarNode, String> changes) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(one -> collect(one, changes));
    } else if (node instanceof MappingNode map) {
      ScalarNode uri = null;
      for (NodeTuple field : map.getValue()) {
        if (name(field).equals("uri") && field.getValueNode() instanceof ScalarNode value) {
          uri = value;
        }
      }
      for (NodeTuple field : map.getValue()) {
        if (uri != null
            && name(field).equals("parameters")
            && field.getValueNode() instanceof MappingNode parameters) {
          collect(uri, parameters, changes);
        } else {
          collect(field.getValueNode(), changes);
        }
      }
    }
  }

  private static void collect(
      ScalarNode uri, MappingNode parameters, Map<ScalarNode, String> changes) {
    Map<String, ComponentModel.EndpointOptionModel> options = options(uri.getValue());
    boolean any = false;
    for (NodeTuple parameter : parameters.getValue()) {
      ComponentModel.EndpointOptionModel option = options.get(name(parameter));
      if (parameter.getValueNode() instanceof ScalarNode value
          && (PLACEHOLDER.matcher(value.getValue()).find() || isMapping(uri, value))
          && !value.getValue().contains("{{?")
          && !SettingFunctions.isExpression(value.getValue())
          && NamedTexts.in(value.getValue()).isEmpty()
          && (option == null || !option.getKind().equals("path"))) {
        String plain = plain(value.getValue());
        changes.put(value, option != null && option.isSecret() ? raw(plain) : encoded(plain));
        if (isOfTenant(uri, parameter)) {
          changes.put(value, "{{tenant:" + template(plain) + "}}");
        }
        any = true;
      }
    }
    if (any && HTTP.matcher(uri.getValue()).find()) {
      changes.put(uri, HTTP.matcher(uri.getValue()).replaceFirst("{{text:$1}}:"));
    }
  }

  private static boolean isOfTenant(ScalarNode uri, NodeTuple parameter) {
    return uri.getValue().startsWith(JsonHttpComponent.SCHEME)
        && JsonHttpComponent.OF_TENANTS.contains(name(parameter));
  }

  /** A mapping may be written out there, with signs that mean something else in a URI. */
  private static boolean isMapping(ScalarNode uri, ScalarNode value) {
    return uri.getValue().startsWith(JsonHttpComponent.SCHEME)
        && IN_URIS.matcher(value.getValue()).find();
  }

  /** Those of a component that is named without a path; the path is made of some of them. */
  private static Map<String, ComponentModel.EndpointOptionModel> options(String uri) {
    ComponentModel component = uri.contains(":") ? null : CATALOG.componentModel(uri);
    return component == null
        ? Map.of()
        : Stream.concat(
                component.getEndpointPathOptions().stream(),
                component.getEndpointParameterOptions().stream())
            .collect(Collectors.toMap(BaseOptionModel::getName, option -> option, (a, b) -> a));
  }

  private static String name(NodeTuple field) {
    return field.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }

  private static String plain(String value) {
    Matcher raw = RAW.matcher(value);
    if (!raw.matches()) {
      return value;
    }
    return raw.group(1) == null ? raw.group(2) : raw.group(1);
  }

  private static String encoded(String plain) {
    return "{{uri:" + template(plain) + "}}";
  }

  /** Camel wraps the secrets of a component so, whether we do or not. */
  private static String raw(String plain) {
    return "RAW({{raw:" + template(plain) + "}})";
  }

  /**
   * With other brackets: braces in a placeholder would be taken for placeholders, or for its end.
   */
  private static String template(String plain) {
    return PLACEHOLDER
        .matcher(plain)
        .replaceAll(SettingFunctions.OPEN + "$1" + SettingFunctions.CLOSE)
        .replace("}", SettingFunctions.CLOSING_BRACE)
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", " ");
  }
}
