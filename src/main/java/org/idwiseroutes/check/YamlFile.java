package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.idwiseroutes.routes.YamlText;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file as JSON that knows its lines. */
final class YamlFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final YamlText yaml;
  private final JsonNode json;
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(String name, YamlText yaml) {
    this.name = name;
    this.yaml = yaml;
    this.json = JSON.valueToTree(yaml.value());
  }

  /**
   * Reads a file; a key that comes twice on one level is an error.
   *
   * @throws MarkedYAMLException with the line
   */
  static YamlFile read(String name, String text) {
    YamlFile file = new YamlFile(name, YamlText.read(text));
    if (file.yaml.root() != null) {
      file.number("", file.yaml.root());
    }
    return file;
  }

  String name() {
    return name;
  }

  YamlText yaml() {
    return yaml;
  }

  JsonNode json() {
    return json;
  }

  /** What a JSON pointer points to, with its place in the text. */
  Node node(String pointer) {
    Node node = yaml.root();
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
      node =
          node instanceof SequenceNode sequence
              ? sequence.getValue().get(Integer.parseInt(part))
              : ((MappingNode) node)
                  .getValue().stream()
                      .filter(pair -> isKey(pair, part))
                      .map(NodeTuple::getValueNode)
                      .findFirst()
                      .orElseThrow();
    }
    return node;
  }

  static boolean isKey(NodeTuple pair, String name) {
    return pair.getKeyNode() instanceof ScalarNode key && escaped(key.getValue()).equals(name);
  }

  /** The line of what a JSON pointer points to, or of the nearest thing around it. */
  int line(String pointer) {
    String near = pointer;
    while (!lines.containsKey(near) && !near.isEmpty()) {
      near = near.substring(0, near.lastIndexOf('/'));
    }
    return lines.getOrDefault(near, 1);
  }

  /** Shows every object at and below a JSON pointer, each with its own. */
  void visit(String pointer, BiConsumer<String, JsonNode> visitor) {
    visit(pointer, json.at(pointer), visitor);
  }

  Problem problem(String pointer, String text) {
    return new Problem(name, line(pointer), text);
  }

  private static void visit(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(pointer, node);
      node.properties()
          .forEach(one -> visit(pointer + "/" + escaped(one.getKey()), one.getValue(), visitor));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        visit(pointer + "/" + i, node.get(i), visitor);
      }
    }
  }

  private void number(String pointer, Node node) {
    lines.putIfAbsent(pointer, node.getStartMark().getLine() + 1);
    if (node instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        number(pointer + "/" + i, sequence.getValue().get(i));
      }
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple pair : mapping.getValue()) {
        if (pair.getKeyNode() instanceof ScalarNode key) {
          String inner = pointer + "/" + escaped(key.getValue());
          lines.put(inner, key.getStartMark().getLine() + 1);
          number(inner, pair.getValueNode());
        }
      }
    }
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
