package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Writes into the files of scenarios what they would have to expect. */
final class ScenarioWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXPECT = "expect";
  private static final int WIDTH = 140;
  private static final int INDENT = 2;

  private final List<Amendment> all = new ArrayList<>();
  private final Map<String, String> texts = new TreeMap<>();

  private record Place(int from, int to, String text) {}

  /** Takes the steps of scenarios of one file, by their JSON pointers. */
  void add(YamlFile file, String text, Map<String, JsonNode> accepted) {
    List<Place> places = new ArrayList<>();
    accepted.forEach(
        (pointer, expect) -> {
          MappingNode step = (MappingNode) file.node(pointer);
          Place place = place(text, step, expect);
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
    if (!places.isEmpty()) {
      texts.put(file.name(), changed.toString());
    }
  }

  Amendments amendments() {
    return new Amendments(all, texts);
  }

  /** All behind the colon of "expect", without the comments after it. */
  private static Place place(String text, MappingNode step, JsonNode expect) {
    NodeTuple old =
        step.getValue().stream()
            .filter(pair -> YamlFile.isKey(pair, EXPECT))
            .findFirst()
            .orElseThrow();
    Node key = old.getKeyNode();
    int from = text.indexOf(':', text.offsetByCodePoints(0, key.getEndMark().getIndex())) + 1;
    int end = text.offsetByCodePoints(0, old.getValueNode().getEndMark().getIndex());
    String written = text.substring(from, Math.max(from, end));
    int to = from + written.replaceFirst("(?:\\s*(?:#[^\n]*)?(?:\n|$))*$", "").length();
    boolean flow = step.getFlowStyle() == DumperOptions.FlowStyle.FLOW;
    return new Place(from, to, write(expect, flow, key.getStartMark().getColumn() + INDENT));
  }

  private static String write(JsonNode expect, boolean flow, int indent) {
    if (expect.isTextual()) {
      return " " + expect.asText();
    }
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(flow ? DumperOptions.FlowStyle.FLOW : DumperOptions.FlowStyle.AUTO);
    options.setWidth(flow ? Integer.MAX_VALUE : WIDTH);
    options.setIndicatorIndent(INDENT);
    options.setIndentWithIndicator(true);
    String written = new Yaml(options).dump(JSON.convertValue(expect, Object.class)).strip();
    if (flow) {
      return " " + written;
    }
    String margin = "\n" + " ".repeat(indent);
    return margin
        + written.replace(": null\n", ":\n").replaceFirst(": null$", ":").replace("\n", margin);
  }
}
