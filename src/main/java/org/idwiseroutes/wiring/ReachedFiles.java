package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The files that a delivery's way leads through: the one that takes it, and those it goes on to.
 */
public final class ReachedFiles {

  private static final Pattern CONSUMED =
      Pattern.compile("from:\\s*\\n(?:\\s+id:.*\\n)?\\s+uri:\\s*\"?([\\w:-]+)");

  private static final Pattern HANDED_OVER = Pattern.compile("uri:\\s*\"?(direct:[\\w-]+)");
  private static final Pattern HANDED_ON =
      Pattern.compile("uri:\\s*\"?((?:direct|outbox):[\\w-]+)");

  /** A step whose destination only an event tells, and a route whose beginning is not read here. */
  private static final Pattern UNTOLD =
      Pattern.compile(
          "(?:direct|outbox):[$#{]|uri:\\s*\"?(?:direct|outbox)\"?\\s"
              + "|toD|dynamicRouter|recipientList|routingSlip|[eE]nrich");

  private static final Pattern BEGINNING = Pattern.compile("\\bfrom:");

  private ReachedFiles() {}

  /**
   * Those of these, with their texts.
   *
   * @param uri where the way begins, such as {@code outbox:decide}
   * @param texts of route files, by name
   */
  public static Map<String, String> from(String uri, Map<String, String> texts) {
    return from(uri, texts, HANDED_OVER);
  }

  /**
   * Those that an event's way may lead through to its end: the rules, all destinations that they
   * name, and what is no route of these.
   *
   * @param uri where the way begins
   * @param texts of route files, by name
   */
  public static Map<String, String> toTheEnd(String uri, Map<String, String> texts) {
    Map<String, String> reached = from(uri, texts, HANDED_ON);
    if (reached.values().stream().anyMatch(text -> UNTOLD.matcher(text).find())) {
      return texts;
    }
    Map<String, String> all = new TreeMap<>(reached);
    texts.forEach(
        (name, text) -> {
          List<String> taken = all(CONSUMED, text);
          long routes = BEGINNING.matcher(text).results().count();
          if (routes == 0
              || taken.size() != routes
              || taken.stream().anyMatch(from -> !from.matches("(direct|outbox):.*"))) {
            all.put(name, text);
          }
        });
    return all;
  }

  private static Map<String, String> from(
      String uri, Map<String, String> texts, Pattern handedOver) {
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
                wanted.addAll(all(handedOver, text));
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
