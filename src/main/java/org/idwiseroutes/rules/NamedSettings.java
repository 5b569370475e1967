package org.idwiseroutes.rules;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.idwiseroutes.privacy.Secrets;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/** The settings that route files name ({@code {{crm.url}}}), and those of tenants behind them. */
@Component
class NamedSettings {

  private static final Pattern NAMED = Pattern.compile("\\{\\{\\??!?([\\w.\\[\\]-]+)");

  /** Says where the folder is, and not what stands in it. */
  private static final String DIRECTORY = "idwise.routes.directory";

  private final ConfigurableEnvironment environment;
  private final Secrets secrets;

  NamedSettings(ConfigurableEnvironment environment, Secrets secrets) {
    this.environment = environment;
    this.secrets = secrets;
  }

  /** With their values; null in the place of a secret. Those without a value are left out. */
  Map<String, String> in(Collection<String> texts) {
    Set<String> named = names(texts);
    all().stream()
        .filter(name -> named.stream().anyMatch(one -> name.startsWith(one + ".")))
        .toList()
        .forEach(named::add);
    Map<String, String> values = new TreeMap<>();
    for (String name : named) {
      String value = environment.getProperty(name);
      if (value != null) {
        values.put(name, secrets.isSecret(name) ? null : secrets.hide(value));
      }
    }
    return values;
  }

  /** Their names as they stand there. */
  static Set<String> names(Collection<String> texts) {
    Set<String> named = new TreeSet<>();
    texts.forEach(
        text -> NAMED.matcher(text).results().forEach(found -> named.add(found.group(1))));
    named.remove(DIRECTORY);
    return named;
  }

  private Set<String> all() {
    return environment.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(
            source -> Set.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
        .collect(Collectors.toSet());
  }
}
