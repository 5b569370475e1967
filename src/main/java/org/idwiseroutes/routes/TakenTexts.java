package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/**
 * What mappings and templates said when the route file that names them was loaded, for Camel as
 * texts in its registry ({@code ref:…}). So what is being edited on disk shows only once it is
 * taken over.
 */
@Component
class TakenTexts {

  private static final Pattern NAMED =
      Pattern.compile("file:\\{\\{idwise\\.routes\\.directory}}/([^\\s\"'?]+)");

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
    Matcher named = NAMED.matcher(text);
    StringBuilder taken = new StringBuilder();
    while (named.find()) {
      String content = Files.readString(directory.resolve(named.group(1)));
      String name =
          named.group(1).replace('/', '.') + "." + Integer.toHexString(content.hashCode());
      camel.getRegistry().bind(name, content);
      named.appendReplacement(taken, Matcher.quoteReplacement("ref:" + name));
    }
    named.appendTail(taken);
    return taken.toString();
  }
}
