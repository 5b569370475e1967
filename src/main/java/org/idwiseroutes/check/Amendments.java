package org.idwiseroutes.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the scenarios of a folder would have to say to go as the rules have it, and their files as
 * they would be. All else in the files stays as it is written.
 *
 * @param all in the order of the files
 * @param texts of the files that would change, by name
 */
public record Amendments(List<Amendment> all, Map<String, String> texts) {

  static final Amendments NONE = new Amendments(List.of(), Map.of());

  /** Writes the files. */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
