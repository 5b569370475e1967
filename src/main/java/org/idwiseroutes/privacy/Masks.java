package org.idwiseroutes.privacy;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.UriUtils;

/** Makes what names a person unreadable where others than operators read it. */
public final class Masks {

  private static final int SHORTEST_WITH_END = 6;
  private static final int END = 2;

  private Masks() {}

  /**
   * An ellipsis and the last two characters, so that two can be told apart; of a short one none.
   */
  public static String of(String name) {
    return name.length() < SHORTEST_WITH_END ? "…" : "…" + name.substring(name.length() - END);
  }

  /**
   * The text with these names masked where they stand by themselves and are not a part of a word,
   * also where they stand encoded in a URL. Of a name within a name, the longer one counts.
   */
  public static String hide(String text, Collection<String> names) {
    Map<String, String> masks = new HashMap<>();
    for (String name : names) {
      if (!name.isBlank()) {
        masks.put(name, of(name));
        masks.put(UriUtils.encode(name, StandardCharsets.UTF_8), of(name));
      }
    }
    if (masks.isEmpty()) {
      return text;
    }
    String any =
        masks.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])")
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(masks.get(found.group())));
  }
}
