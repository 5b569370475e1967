package org.idwiseroutes.privacy;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The text with these names masked, also where they stand encoded in a URL. */
  public static String hide(String text, Collection<String> names) {
    String hidden = text;
    for (String name : names) {
      if (!name.isBlank()) {
        hidden = replace(hidden, name, of(name));
        hidden = replace(hidden, UriUtils.encode(name, StandardCharsets.UTF_8), of(name));
      }
    }
    return hidden;
  }

  /** Where it stands by itself and is not a part of a word. */
  private static String replace(String text, String name, String mask) {
    return text.replaceAll(
        "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])",
        Matcher.quoteReplacement(mask));
  }
}
