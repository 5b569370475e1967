package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The files that make up {@code decide}: the one that consumes it, and those it hands over to. */
final class DecideFiles {

  private static final Pattern CONSUMED =
      Pattern.compile("from:\\s*\\n(?:\\s+id:.*\\n)?\\s+uri:\\s*\"?([\\w:-]+)");

  private static final Pattern HANDED_OVER = Pattern.compile("uri:\\s*\"?(direct:[\\w-]+)");

  private DecideFiles() {}

  /** Those of these, with their texts. */
  static Map<String, String> of(Map<String, String> texts) {
    Map<String, String> own = new LinkedHashMap<>();
    List<String> wanted = new ArrayList<>(List.of("outbox:decide"));
    Set<String> looked = new LinkedHashSet<>();
    while (!wanted.isEmpty()) {
      String uri = wanted.remove(0);
      if (looked.add(uri)) {
        texts.forEach(
            (name, text) -> {
              if (all(CONSUMED, text).contains(uri)) {
                own.put(name, text);
                wanted.addAll(all(HANDED_OVER, text));
              }
            });
      }
    }
    return own;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
