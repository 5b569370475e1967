package org.idwiseroutes.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of a body by name, inner ones as {@code fields.0.name}. */
final class Fields {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOT_SET = "not set";

  private Fields() {}

  /** Two values of a field, in words. */
  record Values(String before, String after) {}

  /** A body as JSON; what is none is a text, and no body is missing. */
  static JsonNode read(String body) {
    if (body == null) {
      return MissingNode.getInstance();
    }
    try {
      JsonNode json = JSON.readTree(body);
      return json.isContainerNode() ? json : TextNode.valueOf(body);
    } catch (JsonProcessingException noJson) {
      return TextNode.valueOf(body);
    }
  }

  /** Adds the names of all fields, inner ones among them. */
  static void names(JsonNode node, Set<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(inner -> names(inner, names));
  }

  /** The fields that are not alike, with both values. */
  static Map<String, Values> different(JsonNode before, JsonNode after) {
    Map<String, String> old = flat(before);
    Map<String, String> changed = flat(after);
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(changed.keySet());
    Map<String, Values> different = new TreeMap<>();
    for (String name : names) {
      String one = old.getOrDefault(name, NOT_SET);
      String other = changed.getOrDefault(name, NOT_SET);
      if (!one.equals(other)) {
        different.put(name, new Values(one, other));
      }
    }
    return different;
  }

  private static Map<String, String> flat(JsonNode node) {
    Map<String, String> flat = new TreeMap<>();
    flat("", node, flat);
    return flat;
  }

  private static void flat(String name, JsonNode node, Map<String, String> flat) {
    String prefix = name.isEmpty() ? "" : name + ".";
    if (node.isObject() && !node.isEmpty()) {
      node.properties().forEach(field -> flat(prefix + field.getKey(), field.getValue(), flat));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        flat(prefix + i, node.get(i), flat);
      }
    } else if (!node.isMissingNode()) {
      flat.put(name, node.isTextual() ? node.asText() : node.toString());
    }
  }
}
