package org.idwiseroutes.console;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this installation is called, at the head of every page ({@code idwise.environment.*}).
 *
 * @param name such as {@code production}; empty when nobody has named it
 * @param color of the badge with the name
 */
@ConfigurationProperties("idwise.environment")
public record EnvironmentProperties(String name, Color color) {

  /** The color of the badge. */
  public enum Color {
    GRAY,
    BLUE,
    GREEN,
    ORANGE,
    RED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
