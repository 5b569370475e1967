package org.idwiseroutes.check;

/**
 * Something wrong in the folder of routes.
 *
 * @param file relative to the folder
 * @param line counted from 1; 0 when it concerns the file, or the folder, as a whole
 * @param text what is wrong, and what was probably meant
 */
public record Problem(String file, int line, String text) implements Comparable<Problem> {

  @Override
  public int compareTo(Problem other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    return line == other.line ? text.compareTo(other.text) : Integer.compare(line, other.line);
  }

  /** As compilers write it. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + text : file + ":" + line + ": " + text;
  }
}
