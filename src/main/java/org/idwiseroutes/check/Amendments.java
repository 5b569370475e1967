package org.idwiseroutes.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the scenarios of a folder would have to say to go as the rules have it, and their files as
 * they would be. All else in the files stays as it is written, but for comments within what
 * changes.
 *
 * @param all in the order of the files
 * @param texts of the files that would change, by name; without those that somebody has to change
 *     by hand, since a step shares its text with others
 * @param read the same files as they were read
 */
public record Amendments(List<Amendment> all, Map<String, String> texts, Map<String, String> read) {

  static final Amendments NONE = new Amendments(List.of(), Map.of(), Map.of());

  /** The files that somebody has to change by hand. */
  public Set<String> byHand() {
    Set<String> files = new TreeSet<>();
    all.forEach(one -> files.add(one.file()));
    files.removeAll(texts.keySet());
    return files;
  }

  /**
   * Writes the files.
   *
   * @throws IOException when one cannot be written, or has changed meanwhile: then none is
   */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : read.entrySet()) {
      if (!Files.readString(folder.resolve(file.getKey())).equals(file.getValue())) {
        throw new IOException(file.getKey() + " has changed meanwhile; begin again");
      }
    }
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
