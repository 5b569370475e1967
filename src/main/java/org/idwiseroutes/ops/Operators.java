package org.idwiseroutes.ops;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Who may use the operators' port ({@code idwise.operators.<name>.…}).
 *
 * @param operators by name
 * @param operatorsPlainPasswords whether passwords may stand in the settings as they are typed
 */
@ConfigurationProperties("idwise")
record Operators(Map<String, Operator> operators, PlainPasswords operatorsPlainPasswords) {

  /** The shortest password of an operator, in characters. */
  static final int SHORTEST_PASSWORD = 8;

  /** Whether passwords may be plain text. */
  enum PlainPasswords {
    /** The node does not start with one. */
    REFUSED,
    /** For a sandbox. */
    ALLOWED
  }

  /**
   * One person or script.
   *
   * @param password as {@code --hash-password} prints it, or any hash with the prefix of one of
   *     Spring Security's encoders; plain text where that is allowed
   * @param role one or several; {@code operator} unless set
   * @param sources whose events and persons they see; all unless set
   */
  record Operator(String password, Set<Role> role, Set<String> sources) {

    private static final String NO_HASH = "{noop}";

    Operator {
      role = role == null || role.isEmpty() ? Set.of(Role.OPERATOR) : Set.copyOf(role);
    }

    List<GrantedAuthority> authorities() {
      return Stream.concat(
              role.stream().map(Role::authority),
              sources == null ? Stream.of() : VisibleSources.authorities(sources).stream())
          .toList();
    }

    /** The hash that is set, or that of the plain password. */
    String hash(PasswordEncoder encoder) {
      return isPlain() ? encoder.encode(plain()) : password;
    }

    boolean isPlain() {
      return !password.startsWith("{") || password.startsWith(NO_HASH);
    }

    private String plain() {
      return password.startsWith(NO_HASH) ? password.substring(NO_HASH.length()) : password;
    }
  }

  Operators {
    operators = operators == null ? Map.of() : Map.copyOf(operators);
    for (Map.Entry<String, Operator> operator : operators.entrySet()) {
      check(operator.getKey(), operator.getValue(), operatorsPlainPasswords);
    }
  }

  private static void check(String name, Operator operator, PlainPasswords plain) {
    String setting = "idwise.operators.%s.password".formatted(name);
    if (operator.password() == null || operator.password().isBlank()) {
      throw new IllegalArgumentException(
          "The operator \"%s\" has no password: set %s".formatted(name, setting));
    }
    if (!operator.isPlain()) {
      return;
    }
    if (plain != PlainPasswords.ALLOWED) {
      throw new IllegalArgumentException(
          "%s is plain text: set it to the hash that \"java -jar idwise-routes.jar --hash-password\" prints. Only a sandbox sets idwise.operators-plain-passwords=allowed instead"
              .formatted(setting));
    }
    if (operator.plain().length() < SHORTEST_PASSWORD) {
      throw new IllegalArgumentException(
          "%s is too short: a password has at least %d characters"
              .formatted(setting, SHORTEST_PASSWORD));
    }
  }
}
