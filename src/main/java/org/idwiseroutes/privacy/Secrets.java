package org.idwiseroutes.privacy;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/**
 * The secrets among the settings: says which are set, and takes them out of texts that are stored,
 * shown or logged. A setting holds a secret when its name says so (password, token, secret, key,
 * credential, a header of a source), and so does the password in a URL.
 */
@Component
public class Secrets {

  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);
  private static final String HIDDEN = "******";

  /** Shorter ones are parts of ordinary words. */
  private static final int SHORTEST_HIDDEN = 6;

  private static final Pattern NAMED =
      Pattern.compile(
          ".*(password|passphrase|secret|private-?key|api-?key|credentials?|[.-]key|webhook-?url)"
              + "|.*tokens?(\\.?\\[?\\d+]?)?|idwise\\.sources\\.[^.]+\\.headers\\..+");

  private static final Pattern IN_URL =
      Pattern.compile(
          "://[^/@\\s:]*:([^/@\\s]+)@|[?&](?:password|token|secret|key|api_?key|sig)=([^&\\s]+)",
          Pattern.CASE_INSENSITIVE);

  /** Credentials that a destination quotes; words of lower-case letters alone are prose. */
  private static final Pattern SCHEME =
      Pattern.compile("\\b((?i:Basic|Bearer))\\s+(?=[a-z.-]*[A-Z\\d_+/=~])[\\w+/=.~-]{6,}");

  /** What is the frameworks' own and set once for all. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(spring\\.(?!datasource|ssl|security)|camel|logging|management).*|idwise\\.log\\..*");

  private final ConfigurableEnvironment environment;
  private final Map<String, Boolean> settings;
  private final List<String> values;

  Secrets(ConfigurableEnvironment environment) {
    this.environment = environment;
    Set<String> names = names(environment);
    settings = new TreeMap<>();
    names.stream()
        .filter(Secrets::isSecret)
        .forEach(name -> settings.put(name, !value(environment, name).isBlank()));
    values =
        Stream.concat(
                settings.keySet().stream().map(name -> value(environment, name)),
                names.stream().flatMap(name -> inUrl(value(environment, name))))
            .filter(value -> value.length() >= SHORTEST_HIDDEN)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** All settings that hold a secret, with whether they are set; never their values. */
  public Map<String, Boolean> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** The text with every known secret, and every quoted credential, replaced. */
  public String hide(String text) {
    if (text == null) {
      return null;
    }
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, HIDDEN);
    }
    return SCHEME.matcher(hidden).replaceAll("$1 " + HIDDEN);
  }

  /**
   * The application's own settings as they hold now, by name; of a secret only whether it is set.
   */
  public Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>();
    names(environment).stream()
        .filter(name -> !FRAME.matcher(canonical(name)).matches())
        .forEach(name -> shown.put(canonical(name), shown(name)));
    return shown;
  }

  private String shown(String name) {
    String value = value(environment, name);
    if (isSecret(name)) {
      return value.isBlank() ? "not set" : "set";
    }
    return IN_URL.matcher(hide(value)).replaceAll(found -> masked(found));
  }

  private static String masked(MatchResult found) {
    String secret = found.group(1) == null ? found.group(2) : found.group(1);
    return Matcher.quoteReplacement(found.group().replace(secret, HIDDEN));
  }

  @EventListener(ApplicationReadyEvent.class)
  void report() {
    LOG.info(
        "Secrets: {}",
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + (setting.getValue() ? " set" : " not set"))
            .collect(Collectors.joining(", ")));
  }

  /** Of all settings below the names that the application itself uses. */
  private static Set<String> names(ConfigurableEnvironment environment) {
    Set<String> all =
        environment.getPropertySources().stream()
            .filter(EnumerablePropertySource.class::isInstance)
            .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> own =
        environment.getPropertySources().stream()
            .filter(source -> source.getName().contains("class path resource"))
            .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
            .map(Secrets::first)
            .collect(Collectors.toSet());
    return all.stream().filter(name -> own.contains(first(name))).collect(Collectors.toSet());
  }

  private static String first(String name) {
    return canonical(name).split("\\.", 2)[0];
  }

  /** An environment variable's name as a property's. */
  private static String canonical(String name) {
    return (name.equals(name.toUpperCase(Locale.ROOT)) ? name.replace('_', '.') : name)
        .toLowerCase(Locale.ROOT);
  }

  private static boolean isSecret(String name) {
    return NAMED.matcher(canonical(name)).matches();
  }

  private static String value(ConfigurableEnvironment environment, String name) {
    String value = environment.getProperty(name);
    return value == null ? "" : value;
  }

  private static Stream<String> inUrl(String value) {
    Matcher matcher = IN_URL.matcher(value);
    return matcher.results().map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }
}
