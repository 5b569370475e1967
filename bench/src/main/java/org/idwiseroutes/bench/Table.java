package org.idwiseroutes.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, a row each; shown at once, and all together in the end. */
final class Table {

  private final List<String> rows = new ArrayList<>();

  void row(String what, String format, Object... values) {
    String row = "| %-68s | %16s |".formatted(what, String.format(Locale.ROOT, format, values));
    System.err.printf(Locale.ROOT, "%s%n", row);
    rows.add(row);
  }

  void print() {
    rows.forEach(System.out::println);
  }
}
