package org.idwiseroutes.ops;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may use the operators' port ({@code idwise.operators.<name>.…}).
 *
 * @param operators by name
 */
@ConfigurationProperties("idwise")
record Operators(Map<String, Operator> operators) {

  private static final Logger LOG = LoggerFactory.getLogger(Operators.class);

  /** What one may do. */
  enum Role {
    /** Reads. */
    VIEWER,
    /** Reads, replays, discards, pauses and erases. */
    OPERATOR
  }

  /**
   * One person or script.
   *
   * @param password as {@code --hash-password} prints it, or any with the prefix of one of Spring
   *     Security's encoders; plain ones work too, with a warning
   * @param role {@code operator} unless set
   */
  record Operator(String password, Role role) {

    Operator {
      role = role == null ? Role.OPERATOR : role;
    }

    String encoded() {
      return isPlain() ? "{noop}" + password : password;
    }

    boolean isPlain() {
      return !password.startsWith("{");
    }
  }

  Operators {
    operators = operators == null ? Map.of() : Map.copyOf(operators);
    operators.forEach(Operators::check);
  }

  private static void check(String name, Operator operator) {
    if (operator.password() == null || operator.password().isBlank()) {
      throw new IllegalArgumentException(
          "The operator \"%s\" has no password: set idwise.operators.%s.password"
              .formatted(name, name));
    }
    if (operator.isPlain()) {
      LOG.warn(
          "idwise.operators.{}.password is plain; \"java -jar idwise-routes.jar --hash-password\" prints its hash",
          name);
    }
  }
}
