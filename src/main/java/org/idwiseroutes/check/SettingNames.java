package org.idwiseroutes.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** The names of all that is set, to say what was probably meant. */
final class SettingNames {

  private SettingNames() {}

  static Set<String> of(ConfigurableEnvironment settings) {
    return settings.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
