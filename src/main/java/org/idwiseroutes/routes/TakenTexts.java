package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/**
 * What mappings and templates said when the route file that names them was loaded, for Camel as
 * texts in its registry ({@code ref:…}). So what is being edited on disk shows only once it is
 * taken over.
 */
@Component
class TakenTexts {

  private final CamelContext camel;

  TakenTexts(CamelContext camel) {
    this.camel = camel;
  }

  /**
   * Takes over what a route file names.
   *
   * @return the file's text with the names of what was taken
   * @throws IOException when something that it names is not there
   */
  String take(String text, Path directory) throws IOException {
    Map<String, String> names = new HashMap<>();
    for (String name : NamedTexts.in(text)) {
      String content = Files.readString(directory.resolve(name));
      String taken = name.replace('/', '.') + "." + Integer.toHexString(content.hashCode());
      camel.getRegistry().bind(taken, content);
      names.put(name, "ref:" + taken);
    }
    return NamedTexts.replace(text, names::get);
  }
}
