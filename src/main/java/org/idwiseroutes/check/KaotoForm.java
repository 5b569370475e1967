package org.idwiseroutes.check;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The form in which Kaoto saves a route file: keys in its order, comments before the first line of
 * YAML alone, blocks, long texts on several lines, no quotes that are not needed. From Kaoto
 * 2.7.1's serializer; a test compares with the library that Kaoto writes with.
 */
public final class KaotoForm {

  private static final List<String> FIRST =
      List.of("id", "description", "uri", "parameters", "steps");

  private final String name;
  private final List<Problem> problems = new ArrayList<>();

  private KaotoForm(String name) {
    this.name = name;
  }

  /**
   * What Kaoto would write otherwise; empty for what it would leave as it is.
   *
   * @param text is YAML
   */
  public static List<Problem> problems(String name, String text) {
    KaotoForm form = new KaotoForm(name);
    form.lines(text.split("\n", -1));
    Node root = new Yaml().compose(new StringReader(text));
    if (root != null) {
      form.visit(root);
    }
    return form.problems.stream().sorted().toList();
  }

  private void lines(String[] lines) {
    boolean begun = false;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      boolean comment = line.startsWith("#");
      begun |= !line.isEmpty() && !comment;
      if (begun && comment) {
        add(i, "Kaoto drops this comment: it keeps those at the top of the file alone");
      } else if (begun && line.isEmpty() && i < lines.length - 1) {
        add(i, "Kaoto drops this empty line");
      } else if (begun && line.matches("(- )*[\\w.-]+:\\s{2,}\\S.*|-\\s{2,}\\S.*")) {
        add(i, "Kaoto writes one space here");
      }
    }
  }

  private void visit(Node node) {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() == DumperOptions.FlowStyle.FLOW
        && !collection.getValue().isEmpty()) {
      add(line(node), "Kaoto writes this as a block, line by line");
    }
    if (node instanceof MappingNode mapping) {
      keys(mapping);
      for (NodeTuple pair : mapping.getValue()) {
        visit(pair.getValueNode());
        text(pair.getValueNode(), KaotoText.LONGEST_VALUE);
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        visit(item);
        text(item, KaotoText.LONGEST_LINE - item.getStartMark().getColumn());
      }
    }
  }

  private void text(Node node, int longest) {
    if (node instanceof ScalarNode scalar) {
      KaotoText.problems(scalar, longest).forEach(problem -> add(line(scalar), problem));
    }
  }

  private void keys(MappingNode mapping) {
    List<String> keys = mapping.getValue().stream().map(KaotoForm::key).toList();
    List<String> sorted =
        Stream.concat(
                FIRST.stream().filter(keys::contains),
                keys.stream()
                    .filter(key -> !FIRST.contains(key))
                    .sorted(Comparator.comparing((String key) -> key.toLowerCase())))
            .toList();
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.get(i).equals(sorted.get(i))) {
        add(
            line(mapping.getValue().get(i).getKeyNode()),
            "Kaoto writes \"%s\" before \"%s\"".formatted(sorted.get(i), keys.get(i)));
        return;
      }
    }
  }

  private static String key(NodeTuple pair) {
    return pair.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }

  private static int line(Node node) {
    return node.getStartMark().getLine();
  }

  private void add(int line, String text) {
    problems.add(new Problem(name, line + 1, text));
  }
}
