package org.idwiseroutes.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.check.LineDiff;

/**
 * In what a file, or the settings, of two versions differ.
 *
 * @param file its name; {@code settings} for the settings
 * @param how {@code added}, {@code removed} or {@code changed}
 * @param lines those that went, with {@code - } before them, and those that came, with {@code + };
 *     null where they are not asked for
 */
public record RulesChange(String file, String how, List<String> lines) {

  private static final String SETTINGS = "settings";

  /** All differences between two contents, by file. */
  static List<RulesChange> between(RulesContent before, RulesContent after) {
    List<RulesChange> changes = new ArrayList<>();
    for (String name : names(before.files(), after.files())) {
      String old = before.files().get(name);
      String now = after.files().get(name);
      if (!Objects.equals(old, now)) {
        changes.add(
            new RulesChange(
                name, how(old, now), LineDiff.of(old == null ? "" : old, now == null ? "" : now)));
      }
    }
    if (!before.settings().equals(after.settings())) {
      changes.add(
          new RulesChange(
              SETTINGS, "changed", LineDiff.of(text(before.settings()), text(after.settings()))));
    }
    return changes;
  }

  /** The same without the lines. */
  static List<RulesChange> between(RulesVersion before, RulesVersion after) {
    List<RulesChange> changes = new ArrayList<>();
    for (String name : names(before.files(), after.files())) {
      String old = before.files().get(name);
      String now = after.files().get(name);
      if (!Objects.equals(old, now)) {
        changes.add(new RulesChange(name, how(old, now), null));
      }
    }
    if (!before.settings().equals(after.settings())) {
      changes.add(new RulesChange(SETTINGS, "changed", null));
    }
    return changes;
  }

  private static String how(String before, String after) {
    return before == null ? "added" : after == null ? "removed" : "changed";
  }

  private static Set<String> names(Map<String, String> before, Map<String, String> after) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names;
  }

  private static String text(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (name, value) ->
            text.append(name).append('=').append(value == null ? "******" : value).append('\n'));
    return text.toString();
  }
}
