package org.idwiseroutes.transform;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.support.ResourceHelper;

/** The text behind a resource's URI: UTF-8, whatever the character set of the machine. */
final class ResourceText {

  private static final String REGISTRY = "ref:";

  private ResourceText() {}

  /**
   * Reads it.
   *
   * @param uri such as {@code file:…}, {@code classpath:…} or {@code ref:…} for a text of the
   *     registry
   * @throws IOException when there is no such one
   */
  static String read(CamelContext camel, String uri) throws IOException {
    if (uri.startsWith(REGISTRY)) {
      String name = uri.substring(REGISTRY.length());
      String text = camel.getRegistry().lookupByNameAndType(name, String.class);
      if (text == null) {
        throw new FileNotFoundException("The registry has no text " + name);
      }
      return text;
    }
    try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(camel, uri)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
