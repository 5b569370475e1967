package org.idwiseroutes.check;

/**
 * Something wrong in the folder of routes.
 *
 * @param file relative to the folder
 * @param line counted from 1; 0 when it concerns the file, or the folder, as a whole
 * @param text what is wrong, and what was probably meant
 * @param severity whether the routes must not run so
 * @param follows whether it came out as the routes were run: what stands wrong in another place may
 *     be why
 */
public record Problem(String file, int line, String text, Severity severity, boolean follows)
    implements Comparable<Problem> {

  /** What follows from a problem. */
  public enum Severity {
    /** The routes must not run so. */
    ERROR,
    /** They can run; somebody has to look whether it was meant so. */
    WARNING
  }

  /** An error. */
  public Problem(String file, int line, String text) {
    this(file, line, text, Severity.ERROR, false);
  }

  /** Whether the routes must not run so. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The text without the events that show it: they change while the cause stays. */
  public String cause() {
    return text.replaceFirst("^(it fails with|the rules fail for) .*?: ", "$1 ");
  }

  /** The same, which nobody has to put right. */
  Problem asWarning() {
    return new Problem(file, line, text, Severity.WARNING, follows);
  }

  /** The same with another text. */
  Problem saying(String other) {
    return new Problem(file, line, other, severity, follows);
  }

  /** The same, found as the routes were run. */
  Problem asFollowing() {
    return new Problem(file, line, text, severity, true);
  }

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
    return (line == 0 ? file + ": " : file + ":" + line + ": ")
        + (isError() ? "" : "warning: ")
        + text;
  }
}
