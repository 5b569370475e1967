package org.idwiseroutes.routes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.idwiseroutes.transform.SettingLookup;

/**
 * Placeholders whose setting arrives as it is, whatever characters it has. Camel finds each by its
 * name below {@code META-INF/services/org/apache/camel/properties-function}.
 */
public abstract class SettingFunctions implements PropertiesFunction, CamelContextAware {

  private static final Pattern SETTING = Pattern.compile("⟦(.+?)⟧");

  /** Around a setting's name in a template; route files have no such signs. */
  static final String OPEN = "⟦";

  static final String CLOSE = "⟧";

  /** Stands for a brace in a template. */
  static final String CLOSING_BRACE = OPEN + "}" + CLOSE;

  private final String name;
  private CamelContext camel;

  private SettingFunctions(String name) {
    this.name = name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public CamelContext getCamelContext() {
    return camel;
  }

  @Override
  public void setCamelContext(CamelContext camel) {
    this.camel = camel;
  }

  /** What is set under this name. */
  final String value(String setting) {
    return SettingLookup.required(camel, setting);
  }

  /**
   * A text with the values of the settings that it names in ⟦ and ⟧.
   *
   * @throws IllegalArgumentException when Camel would take it for an expression
   */
  final String filled(String template) {
    String text =
        SETTING
            .matcher(template)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group().equals(CLOSING_BRACE) ? "}" : value(found.group(1))));
    if (isExpression(text)) {
      throw refused(template, "${ or $simple{");
    }
    return text;
  }

  /** Whether Camel would evaluate a part of it. */
  static boolean isExpression(String text) {
    return text.contains("${") || text.contains("$simple{");
  }

  final IllegalArgumentException refused(String template, String signs) {
    return new IllegalArgumentException(
        "%s contains %s, which Camel cannot take in this place; choose another value"
            .formatted(
                template.replace(CLOSING_BRACE, "}").replace(OPEN, "{{").replace(CLOSE, "}}"),
                signs));
  }

  /** {@code {{json:NAME}}}: a JSON string with its quotes, also inside a simple expression. */
  public static final class Json extends SettingFunctions {

    private static final String SIGNS = "\\\"${}";

    public Json() {
      super("json");
    }

    /**
     * The signs of expressions, placeholders and escapes are written as their numbers: a simple
     * expression would read them, too.
     */
    @Override
    public String apply(String setting) {
      StringBuilder json = new StringBuilder("\"");
      for (char sign : value(setting).toCharArray()) {
        if (sign < ' ' || SIGNS.indexOf(sign) >= 0) {
          json.append("\\u%04x".formatted((int) sign));
        } else {
          json.append(sign);
        }
      }
      return json.append('"').toString();
    }
  }

  /** {@code {{quoted:NAME}}}: a text with its quotes, as JAAS reads it. */
  public static final class Quoted extends SettingFunctions {

    public Quoted() {
      super("quoted");
    }

    @Override
    public String apply(String setting) {
      return '"'
          + value(setting).replace("\\", "\\\\").replace("\"", "\\\"").replace(")&", ")\\&")
          + '"';
    }
  }

  /** {@code {{text:…}}}: the text itself. */
  public static final class Text extends SettingFunctions {

    public Text() {
      super("text");
    }

    @Override
    public String apply(String text) {
      return text;
    }
  }

  /**
   * {@code {{uri:…⟦NAME⟧…}}}: a parameter of an endpoint. Route files need not say it: {@link
   * VerbatimSettings} does.
   */
  public static final class Uri extends SettingFunctions {

    public Uri() {
      super("uri");
    }

    @Override
    public String apply(String template) {
      String value = filled(template);
      if (!value.contains(")&")) {
        return "RAW(" + value + ")";
      }
      if (!value.contains("}&")) {
        return "RAW{" + value + "}";
      }
      throw refused(template, ")& and }&");
    }
  }

  /**
   * {@code {{tenant:…⟦NAME⟧…}}}: a parameter of {@code json-http:}, which fills the settings in
   * itself, since a source may have its own.
   */
  public static final class Tenant extends SettingFunctions {

    public Tenant() {
      super("tenant");
    }

    @Override
    public String apply(String template) {
      filled(template);
      return "RAW(" + template.replace(CLOSING_BRACE, "}") + ")";
    }
  }

  /** {@code {{raw:…⟦NAME⟧…}}}: the same within {@code RAW(…)}, which Camel puts around secrets. */
  public static final class Raw extends SettingFunctions {

    public Raw() {
      super("raw");
    }

    @Override
    public String apply(String template) {
      String value = filled(template);
      if (value.contains(")&")) {
        throw refused(template, ")&");
      }
      return value;
    }
  }
}
