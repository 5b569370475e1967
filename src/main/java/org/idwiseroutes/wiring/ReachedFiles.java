package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The files that a delivery's way leads through: the one that takes it, and those it goes on to.
 */
public final class ReachedFiles {

  private static final Pattern CONSUMED =
      Pattern.compile("from:\\s*\\n(?:\\s+id:.*\\n)?\\s+uri:\\s*\"?([\\w:-]+)");

  private static final Pattern HANDED_OVER = Pattern.compile("uri:\\s*\"?(direct:[\\w-]+)");

  private ReachedFiles() {}

  /**
   * Those of these, with their texts.
   *
   * @param uri where the way begins, such as {@code outbox:decide}
   * @param texts of route files, by name
   */
  public static Map<String, String> from(String uri, Map<String, String> texts) {
    Map<String, String> reached = new LinkedHashMap<>();
    List<String> wanted = new ArrayList<>(List.of(uri));
    Set<String> looked = new LinkedHashSet<>();
    while (!wanted.isEmpty()) {
      String next = wanted.remove(0);
      if (looked.add(next)) {
        texts.forEach(
            (name, text) -> {
              if (all(CONSUMED, text).contains(next)) {
                reached.put(name, text);
                wanted.addAll(all(HANDED_OVER, text));
              }
            });
      }
    }
    return reached;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
