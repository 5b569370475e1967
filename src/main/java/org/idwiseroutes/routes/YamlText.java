package org.idwiseroutes.routes;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A text that is YAML, read once for all who look at it. */
public final class YamlText {

  private final String text;
  private final Node root;
  private final Object value;

  private YamlText(String text, Node root, Object value) {
    this.text = text;
    this.root = root;
    this.value = value;
  }

  /**
   * Reads a text. A key that comes twice on one level is an error: Camel would silently take the
   * last.
   *
   * @throws YAMLException mostly a {@link MarkedYAMLException} with line and column
   */
  public static YamlText read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Node root = new Yaml(options).compose(new StringReader(text));
    return new YamlText(text, root, root == null ? null : new Values(options).of(root));
  }

  /** As it was read. */
  String text() {
    return text;
  }

  /** The tree that knows its places; null for an empty text. */
  public Node root() {
    return root;
  }

  /** Maps, lists, texts, numbers and booleans; null for an empty text. */
  public Object value() {
    return value;
  }

  /** Says of a value that is not of its tag, such as {@code !!int abc}, where it stands. */
  private static final class Values extends SafeConstructor {

    Values(LoaderOptions options) {
      super(options);
      setAllowDuplicateKeys(options.isAllowDuplicateKeys());
    }

    Object of(Node root) {
      return constructDocument(root);
    }

    @Override
    protected Object constructObject(Node node) {
      try {
        return super.constructObject(node);
      } catch (YAMLException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new WrongValue(node.getTag().getClassName(), node.getStartMark(), e);
      }
    }
  }

  private static final class WrongValue extends MarkedYAMLException {

    WrongValue(String type, Mark place, RuntimeException cause) {
      super(null, null, "a value that is not of its type !!" + type, place, cause);
    }
  }
}
