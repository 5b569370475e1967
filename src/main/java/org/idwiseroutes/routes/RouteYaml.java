package org.idwiseroutes.routes;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Camel's own YAML loader lets pass. */
final class RouteYaml {

  private RouteYaml() {}

  /**
   * Refuses a file in which a key comes twice on one level: Camel would silently take the last.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException with line and column
   */
  static void requireUniqueKeys(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    new Yaml(new SafeConstructor(options)).load(text);
  }
}
