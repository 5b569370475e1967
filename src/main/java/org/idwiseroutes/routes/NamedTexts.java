package org.idwiseroutes.routes;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mappings and templates that a route file names: {@code
 * file:{{idwise.routes.directory}}/rest/customer.jsonata}.
 */
public final class NamedTexts {

  private static final Pattern NAMED =
      Pattern.compile("file:\\{\\{idwise\\.routes\\.directory}}/([^\\s\"'?]+)");

  private NamedTexts() {}

  /** Their names within the folder, such as {@code rest/customer.jsonata}. */
  public static Set<String> in(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      names.add(named.group(1));
    }
    return names;
  }

  /** The files with a bean of the registry in the place of each, by its name. */
  public static Map<String, String> bound(Map<String, String> files) {
    Map<String, String> bound = new TreeMap<>();
    files.forEach((name, text) -> bound.put(name, replace(text, "ref:"::concat)));
    return bound;
  }

  /** The text with another resource in the place of each, by its name. */
  public static String replace(String text, UnaryOperator<String> resource) {
    return NAMED
        .matcher(text)
        .replaceAll(named -> Matcher.quoteReplacement(resource.apply(named.group(1))));
  }
}
