package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Writes into the files of scenarios what they would have to expect. */
final class ScenarioWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPECT = "expect";
  private static final int WIDTH = 140;
  private static final int INDENT = 2;

  private final List<Amendment> all = new ArrayList<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, String> read = new TreeMap<>();

  private record Place(int from, int to, String text) {}

  /** Takes the steps of scenarios of one file, by their JSON pointers. */
  void add(YamlFile file, String text, Map<String, JsonNode> accepted) {
    List<Place> places = new ArrayList<>();
    accepted.forEach(
        (pointer, expect) -> {
          MappingNode step = (MappingNode) file.node(pointer);
          Place place = place(text, step, file.json().at(pointer).path(EXPECT), expect);
          places.add(place);
          String scenario =
              file.json()
                  .at(pointer.substring(0, pointer.indexOf("/steps")))
                  .path("scenario")
                  .asText();
          all.add(
              new Amendment(
                  file.name(),
                  file.line(pointer),
                  "\"%s\" (%s)".formatted(scenario, file.json().at(pointer).path("event").asText()),
                  text.substring(place.from(), place.to()),
                  place.text()));
        });
    places.sort(Comparator.comparingInt(Place::from).reversed());
    StringBuilder changed = new StringBuilder(text);
    places.forEach(place -> changed.replace(place.from(), place.to(), place.text()));
    if (!places.isEmpty() && saysSo(changed.toString(), file, accepted)) {
      texts.put(file.name(), changed.toString());
      read.put(file.name(), text);
    }
  }

  /** Whether a text is read as the file with just these expectations, anchors and all. */
  private static boolean saysSo(String text, YamlFile file, Map<String, JsonNode> accepted) {
    JsonNode wanted = file.json().deepCopy();
    accepted.forEach((pointer, expect) -> ((ObjectNode) wanted.at(pointer)).set(EXPECT, expect));
    try {
      return YamlFile.read(file.name(), text).json().equals(wanted);
    } catch (YAMLException e) {
      return false;
    }
  }

  Amendments amendments() {
    return new Amendments(all, texts, read);
  }

  private static Place place(String text, MappingNode step, JsonNode before, JsonNode expect) {
    NodeTuple old =
        step.getValue().stream()
            .filter(pair -> YamlFile.isKey(pair, EXPECT))
            .findFirst()
            .orElseThrow();
    Written written = new Written(text, step.getFlowStyle() == DumperOptions.FlowStyle.FLOW);
    int from = written.behindColon(old);
    return new Place(
        from, written.end(from, old.getValueNode()), written.value(old, before, expect));
  }

  /**
   * A text with what differs in it written anew.
   *
   * @param flow whether all stands between braces
   */
  private record Written(String text, boolean flow) {

    /** What stands behind the colon of a key: as it is where nothing differs. */
    String value(NodeTuple pair, JsonNode before, JsonNode after) {
      int from = behindColon(pair);
      Node old = pair.getValueNode();
      if (before.equals(after)) {
        return text.substring(from, end(from, old));
      }
      int column = pair.getKeyNode().getStartMark().getColumn();
      if (isBlock(old)
          && old instanceof MappingNode mapping
          && before.isObject()
          && after.isObject()) {
        int inner = old.getStartMark().getColumn();
        return margin(inner) + mapping(mapping, before, after, inner);
      }
      if (isBlock(old)
          && old instanceof SequenceNode sequence
          && before.isArray()
          && before.size() == after.size()) {
        int inner = old.getStartMark().getColumn();
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < after.size(); i++) {
          items.append(margin(inner)).append("- ");
          items.append(
              item(sequence.getValue().get(i), before.get(i), after.get(i), inner + INDENT));
        }
        return items.toString();
      }
      if (before.isTextual() && after.isObject() && !flow) {
        StringBuilder destinations = new StringBuilder();
        after
            .properties()
            .forEach(
                field ->
                    destinations
                        .append(margin(column + INDENT))
                        .append(dump(field.getKey(), false))
                        .append(':')
                        .append(emitted(field.getValue(), column + INDENT, false)));
        return destinations.toString();
      }
      return emitted(after, column, flow || !isBlock(old) && before.isContainerNode());
    }

    private String item(Node old, JsonNode before, JsonNode after, int column) {
      if (before.equals(after)) {
        int from = index(old.getStartMark());
        return text.substring(from, end(from, old));
      }
      return isBlock(old)
              && old instanceof MappingNode mapping
              && before.isObject()
              && after.isObject()
          ? mapping(mapping, before, after, column)
          : emitted(after, column - INDENT, true).strip();
    }

    private String mapping(MappingNode old, JsonNode before, JsonNode after, int column) {
      List<String> pairs = new ArrayList<>();
      after
          .properties()
          .forEach(
              field ->
                  pairs.add(
                      old.getValue().stream()
                          .filter(pair -> YamlFile.isKey(pair, field.getKey()))
                          .findFirst()
                          .map(
                              pair ->
                                  text.substring(
                                          index(pair.getKeyNode().getStartMark()),
                                          behindColon(pair))
                                      + value(pair, before.path(field.getKey()), field.getValue()))
                          .orElseGet(
                              () ->
                                  dump(field.getKey(), false)
                                      + ":"
                                      + emitted(field.getValue(), column, false))));
      return String.join(margin(column), pairs);
    }

    private String emitted(JsonNode value, int column, boolean inFlow) {
      if (value.isNull() && !inFlow) {
        return "";
      }
      if (value.asText().contains("\n")) {
        return " " + value;
      }
      String written = dump(JSON.convertValue(value, Object.class), inFlow);
      boolean oneLine = !value.isContainerNode() || written.matches("(?s)[{\\[].*");
      return oneLine
          ? " " + written
          : margin(column + INDENT)
              + written.replaceAll(": null(?=\n|$)", ":").replace("\n", margin(column + INDENT));
    }

    private String margin(int column) {
      return (text.contains("\r\n") ? "\r\n" : "\n") + " ".repeat(column);
    }

    private static String dump(Object value, boolean inFlow) {
      DumperOptions options = new DumperOptions();
      options.setDefaultFlowStyle(
          inFlow ? DumperOptions.FlowStyle.FLOW : DumperOptions.FlowStyle.AUTO);
      options.setWidth(inFlow ? Integer.MAX_VALUE : WIDTH);
      options.setIndicatorIndent(INDENT);
      options.setIndentWithIndicator(true);
      options.setSplitLines(false);
      return new Yaml(options).dump(value).stripTrailing().stripIndent();
    }

    private static boolean isBlock(Node node) {
      return node instanceof CollectionNode<?> collection
          && collection.getFlowStyle() == DumperOptions.FlowStyle.BLOCK;
    }

    private int behindColon(NodeTuple pair) {
      return text.indexOf(':', index(pair.getKeyNode().getEndMark())) + 1;
    }

    /** Where the last of its texts ends: without the comments and empty lines after it. */
    private int end(int from, Node node) {
      Node last = node;
      while (isBlock(last) && !((CollectionNode<?>) last).getValue().isEmpty()) {
        List<?> inner = ((CollectionNode<?>) last).getValue();
        Object end = inner.get(inner.size() - 1);
        last = end instanceof NodeTuple pair ? pair.getValueNode() : (Node) end;
      }
      int end = Math.max(from, index(last.getEndMark()));
      while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      return end;
    }

    private int index(Mark mark) {
      return text.offsetByCodePoints(0, mark.getIndex());
    }
  }
}
