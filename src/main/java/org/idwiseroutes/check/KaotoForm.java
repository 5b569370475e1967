package org.idwiseroutes.check;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
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

  /** Of a key's value, quotes included; however deep it stands. */
  private static final int LONGEST_VALUE = 75;

  /** Of an item of a list with what stands before it. */
  private static final int LONGEST_LINE = 81;

  /** Texts that need no quotes whatever stands around them. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/$][\\w/.$-]*(:[\\w/.$-]+)*");

  private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|~");

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
        width(pair.getValueNode(), LONGEST_VALUE);
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        visit(item);
        width(item, LONGEST_LINE - item.getStartMark().getColumn());
      }
    } else if (node instanceof ScalarNode scalar) {
      quotes(scalar);
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

  private void width(Node node, int longest) {
    if (node instanceof ScalarNode scalar
        && scalar.getStartMark().getLine() == scalar.getEndMark().getLine()) {
      int length = scalar.getEndMark().getColumn() - scalar.getStartMark().getColumn();
      boolean breakable =
          scalar.getScalarStyle() == DumperOptions.ScalarStyle.DOUBLE_QUOTED
              || scalar.getValue().strip().contains(" ");
      if (breakable && length > longest) {
        add(line(scalar), "Kaoto breaks this text, it is longer than " + longest);
      }
    }
  }

  private void quotes(ScalarNode scalar) {
    boolean quoted =
        scalar.getScalarStyle() == DumperOptions.ScalarStyle.DOUBLE_QUOTED
            || scalar.getScalarStyle() == DumperOptions.ScalarStyle.SINGLE_QUOTED;
    String value = scalar.getValue();
    if (quoted && PLAIN.matcher(value).matches() && !WORD.matcher(value).matches()) {
      add(line(scalar), "Kaoto writes %s without quotes".formatted(value));
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
