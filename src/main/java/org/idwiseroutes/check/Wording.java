package org.idwiseroutes.check;

import java.util.regex.Pattern;

/** Camel's words for a failure, without what only Camel's own developers can use. */
final class Wording {

  private static final Pattern EXCHANGE =
      Pattern.compile("(?: on the exchange:)?[.:]? ?Exchange\\[[^\\]]*]");

  /** "on bean: [{id=1}] of type: java.util.ArrayList", which differs from event to event. */
  private static final Pattern VALUE =
      Pattern.compile("(?s) (?:on|in) bean: .*? of type: ([\\w.$]+)");

  private static final Pattern BODY = Pattern.compile("\\$\\{body\\[|OGNL path \\[\\[body");

  private Wording() {}

  static String plain(String words) {
    if (words == null) {
      return "";
    }
    if (BODY.matcher(words).find() && words.contains("java.lang.String")) {
      return "the body is text here, of which a condition cannot read a field: read it with a mapping into a variable first";
    }
    String plain = EXCHANGE.matcher(words).replaceAll("");
    plain = VALUE.matcher(plain).replaceAll(match -> " on a " + simple(match.group(1)));
    return plain.split("\n", 2)[0].strip();
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
