package org.idwiseroutes.ops;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may use the operators' port ({@code idwise.operators.<name>.password}).
 *
 * @param operators by name
 */
@ConfigurationProperties("idwise")
record Operators(Map<String, Operator> operators) {

  /**
   * One operator.
   *
   * @param password plain, or with the prefix of Spring Security's encoders, such as {@code
   *     {bcrypt}}
   */
  record Operator(String password) {

    String encoded() {
      return password.startsWith("{") ? password : "{noop}" + password;
    }
  }

  Operators {
    operators = operators == null ? Map.of() : Map.copyOf(operators);
    operators.forEach(
        (name, operator) -> {
          if (operator.password() == null || operator.password().isBlank()) {
            throw new IllegalArgumentException(
                "The operator \"%s\" has no password: set idwise.operators.%s.password"
                    .formatted(name, name));
          }
        });
  }
}
