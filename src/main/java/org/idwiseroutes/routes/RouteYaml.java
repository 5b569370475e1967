package org.idwiseroutes.routes;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
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
  static void requireUniqueKeys(Path path) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(path)) {
      new Yaml(new SafeConstructor(options)).load(reader);
    }
  }
}
