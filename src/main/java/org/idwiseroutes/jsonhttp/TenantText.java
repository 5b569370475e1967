package org.idwiseroutes.jsonhttp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.idwiseroutes.transform.SettingLookup;

/**
 * A text with settings in {@code ⟦} and {@code ⟧}. A source may have a setting of its own: {@code
 * crm.url.acme} is that of {@code acme}, and {@code crm.url} of all others.
 */
final class TenantText {

  /** The variable that has the source. */
  static final String SOURCE = "source";

  private static final Pattern SETTING = Pattern.compile("⟦(.+?)⟧");
  private static final String NOBODY = "";

  private final CamelContext camel;
  private final String template;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  TenantText(CamelContext camel, String template) {
    this.camel = camel;
    this.template = template;
  }

  /** The text for the source of an exchange. Settings do not change while the application runs. */
  String of(Exchange exchange) {
    String source = exchange.getVariable(SOURCE, String.class);
    return known.computeIfAbsent(source == null ? NOBODY : source, this::filled);
  }

  /** The text for a source without settings of its own. */
  String ofNobody() {
    return known.computeIfAbsent(NOBODY, this::filled);
  }

  /** Whether it names no setting, or one of those that it names is the source's own. */
  boolean isOwnOf(String source) {
    List<String> names = SETTING.matcher(template).results().map(one -> one.group(1)).toList();
    return names.isEmpty()
        || names.stream()
            .anyMatch(name -> SettingLookup.of(camel, name + "." + source).isPresent());
  }

  private String filled(String source) {
    return SETTING
        .matcher(template)
        .replaceAll(found -> Matcher.quoteReplacement(setting(camel, found.group(1), source)));
  }

  /**
   * The setting of a source, else that of all.
   *
   * @throws IllegalArgumentException when it is set nowhere
   */
  static String setting(CamelContext camel, String name, String source) {
    return (source.isEmpty()
            ? Optional.<String>empty()
            : SettingLookup.of(camel, name + "." + source))
        .orElseGet(() -> SettingLookup.required(camel, name));
  }
}
