package org.idwiseroutes.privacy;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/**
 * The application's own settings, wherever they were set. One holds a secret when its name says so
 * (password, token, secret, key, credential, a header of a source).
 */
@Component
class Settings {

  private static final Pattern NAMED =
      Pattern.compile(
          ".*(password|passphrase|secret|private-?key|api-?key|credentials?|[.-]key|webhook-?url)"
              + "|.*tokens?(\\.?\\[?\\d+]?)?|idwise\\.sources\\.[^.]+\\.headers\\..+");

  /** What is the frameworks' own and set once for all. */
  private static final Pattern FRAME =
      Pattern.compile(
          "(spring\\.(?!datasource|ssl|security)|camel|logging|management).*|idwise\\.log\\..*");

  private final ConfigurableEnvironment environment;

  Settings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /** Of all settings, wherever they come from, with those of the platform. */
  Set<String> everyName() {
    return environment.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of all settings below the names that the application itself uses. */
  Set<String> names() {
    Set<String> all = everyName();
    Set<String> own =
        environment.getPropertySources().stream()
            .filter(source -> source.getName().contains("class path resource"))
            .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
            .map(Settings::first)
            .collect(Collectors.toSet());
    return all.stream().filter(name -> own.contains(first(name))).collect(Collectors.toSet());
  }

  /** The value that holds; empty when there is none. */
  String value(String name) {
    String value = environment.getProperty(name);
    return value == null ? "" : value;
  }

  /** By their names as properties, without what is the frameworks' own and set once for all. */
  Map<String, String> ofTheApplication() {
    Map<String, String> own = new TreeMap<>();
    names().stream()
        .filter(name -> !FRAME.matcher(canonical(name)).matches())
        .forEach(name -> own.put(canonical(name), value(name)));
    return own;
  }

  static boolean isSecret(String name) {
    return NAMED.matcher(canonical(name)).matches();
  }

  private static String first(String name) {
    return canonical(name).split("\\.", 2)[0];
  }

  /** An environment variable's name as a property's. */
  static String canonical(String name) {
    return (name.equals(name.toUpperCase(Locale.ROOT)) ? name.replace('_', '.') : name)
        .toLowerCase(Locale.ROOT);
  }
}
