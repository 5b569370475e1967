package org.idwiseroutes.jsonhttp;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.idwiseroutes.http.PathSegment;
import org.springframework.web.util.UriUtils;

/**
 * A URL with {@code {NAME}} for variables. A variable stays where it is put: it is percent-encoded,
 * a segment of the path that would lead elsewhere is refused, see {@link PathSegment}, and an
 * apostrophe between apostrophes is doubled.
 */
final class UrlTemplate {

  private static final Pattern URL = Pattern.compile("(?s)https?://[^/?]+.*");
  private static final Pattern SERVER = Pattern.compile("^https?://[^/?]+");
  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w-]+)}");
  private static final Pattern SEGMENT = Pattern.compile("[^/?]+");

  /** The product's own variables that are encoded already. */
  private static final Set<String> ENCODED = Set.of("customer");

  private final TenantText text;

  UrlTemplate(CamelContext camel, String text) {
    this.text = new TenantText(camel, text);
  }

  /** Whether the source of an exchange has another server than all others. */
  boolean isElsewhere(Exchange exchange) {
    return !server(text.of(exchange)).equals(server(text.ofNobody()));
  }

  private static String server(String url) {
    Matcher server = SERVER.matcher(url);
    return server.find() ? server.group() : "";
  }

  /**
   * The URL for an exchange.
   *
   * @throws IllegalArgumentException when it is no URL, or when a variable is not set or would lead
   *     to another path
   */
  String of(Exchange exchange) {
    String template = text.of(exchange);
    if (!URL.matcher(template).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no URL; set what the option url of json-http names".formatted(template));
    }
    int query = template.indexOf('?') < 0 ? template.length() : template.indexOf('?');
    return path(template.substring(0, query), exchange)
        + VARIABLE
            .matcher(template.substring(query))
            .replaceAll(name -> Matcher.quoteReplacement(encoded(value(name.group(1), exchange))));
  }

  private static String path(String path, Exchange exchange) {
    return SEGMENT
        .matcher(path)
        .replaceAll(segment -> Matcher.quoteReplacement(segment(segment.group(), exchange)));
  }

  private static String segment(String template, Exchange exchange) {
    Matcher variable = VARIABLE.matcher(template);
    StringBuilder plain = new StringBuilder();
    StringBuilder segment = new StringBuilder();
    int end = 0;
    while (variable.find()) {
      String literal = template.substring(end, variable.start());
      String value = value(variable.group(1), exchange);
      boolean quoted = literal.endsWith("'") && template.startsWith("'", variable.end());
      plain.append(literal).append(value);
      segment.append(literal).append(encoded(quoted ? value.replace("'", "''") : value));
      end = variable.end();
    }
    String rest = template.substring(end);
    if (end > 0 && !PathSegment.isSafe(plain + rest)) {
      throw new IllegalArgumentException(
          "\"%s\" as %s in a URL would lead to another path".formatted(plain + rest, template));
    }
    return segment.append(rest).toString();
  }

  private static String value(String name, Exchange exchange) {
    String value = exchange.getVariable(name, String.class);
    if (value == null) {
      throw new IllegalArgumentException(
          "The variable \"%s\", which a URL names, is not set".formatted(name));
    }
    return ENCODED.contains(name) ? UriUtils.decode(value, StandardCharsets.UTF_8) : value;
  }

  private static String encoded(String value) {
    return UriUtils.encode(value, StandardCharsets.UTF_8);
  }
}
