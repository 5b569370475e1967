package org.idwiseroutes.routes;

import java.util.List;
import org.springframework.core.env.Environment;

/** A setting by which routes are chosen. */
public final class Choice {

  private Choice() {}

  /**
   * Refuses a value for which there is no route: nobody would see that nothing is done.
   *
   * @return the value
   * @throws IllegalArgumentException for any other
   */
  public static String require(Environment settings, String name, String... values) {
    String value = settings.getProperty(name, "");
    if (!List.of(values).contains(value)) {
      throw new IllegalArgumentException(
          "%s is \"%s\": set one of %s".formatted(name, value, String.join(", ", values)));
    }
    return value;
  }
}
