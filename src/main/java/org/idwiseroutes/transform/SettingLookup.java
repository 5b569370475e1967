package org.idwiseroutes.transform;

import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** A setting as it is, in which no sign means anything. */
public final class SettingLookup {

  private SettingLookup() {}

  /**
   * What is set under a name; empty when nothing is. {@code {{…}}} and backslashes in it stay.
   *
   * @param camel whose sources of settings are asked
   */
  public static Optional<String> of(CamelContext camel, String name) {
    return ((PropertiesComponent) camel.getPropertiesComponent())
        .getPropertiesSources().stream()
            .map(source -> source.getProperty(name))
            .filter(Objects::nonNull)
            .findFirst();
  }

  /**
   * The same, with Camel's own meaning of what is no plain name, such as {@code name:default}.
   *
   * @throws IllegalArgumentException when nothing is set
   */
  public static String required(CamelContext camel, String name) {
    return of(camel, name).orElseGet(() -> camel.resolvePropertyPlaceholders("{{" + name + "}}"));
  }
}
