package org.idwiseroutes.jsonhttp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * A URL with {@code {NAME}} for variables. A variable is one segment of the path, or a part of one,
 * or of the query: what has a meaning in URLs is percent-encoded, and an apostrophe between
 * apostrophes is doubled.
 */
final class UrlTemplate {

  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w-]+)}");

  /** The product's own variables that are encoded already. */
  private static final Set<String> ENCODED = Set.of("customer");

  private static final Pattern ELSEWHERE = Pattern.compile("(^|/)([.]{0,2})(?=/|$)");

  private final TenantText text;

  UrlTemplate(CamelContext camel, String text) {
    this.text = new TenantText(camel, text);
  }

  /**
   * The URL for an exchange.
   *
   * @throws IllegalArgumentException when it is no URL, or when a variable is not set or would lead
   *     to another path
   */
  String of(Exchange exchange) {
    return filled(text.of(exchange), exchange);
  }

  private static String filled(String template, Exchange exchange) {
    if (!template.matches("(?s)https?://.+")) {
      throw new IllegalArgumentException(
          "\"%s\" is no URL; set what the option url of json-http names".formatted(template));
    }
    int query = template.indexOf('?');
    String path = query < 0 ? template : template.substring(0, query);
    Matcher variable = VARIABLE.matcher(template);
    StringBuilder url = new StringBuilder();
    while (variable.find()) {
      String value = value(template, variable.group(1), exchange);
      boolean wholeSegment =
          variable.start() < path.length()
              && template.charAt(variable.start() - 1) == '/'
              && (variable.end() == path.length() || template.charAt(variable.end()) == '/');
      if (wholeSegment && ELSEWHERE.matcher(value).find()) {
        throw new IllegalArgumentException(
            "The variable \"%s\" is \"%s\", which would lead to another path than %s"
                .formatted(variable.group(1), value, template));
      }
      variable.appendReplacement(
          url, Matcher.quoteReplacement(isQuoted(template, variable) ? doubled(value) : value));
    }
    return variable.appendTail(url).toString();
  }

  /** Between apostrophes, as in a key of OData. */
  private static boolean isQuoted(String template, Matcher variable) {
    return variable.start() > 0
        && template.charAt(variable.start() - 1) == '\''
        && template.startsWith("'", variable.end());
  }

  private static String doubled(String value) {
    return value.replace("'", "%27").replace("%27", "%27%27");
  }

  private static String value(String template, String name, Exchange exchange) {
    String value = exchange.getVariable(name, String.class);
    if (value == null) {
      throw new IllegalArgumentException(
          "The variable \"%s\" of %s is not set".formatted(name, template));
    }
    return ENCODED.contains(name)
        ? value
        : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
