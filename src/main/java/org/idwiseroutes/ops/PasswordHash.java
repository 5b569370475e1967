package org.idwiseroutes.ops;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The command {@code --hash-password}: reads a password and prints what goes into the settings. */
public final class PasswordHash {

  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");
  private static final String TERMINAL = "/dev/(pts/|tty|console).*";

  private PasswordHash() {}

  /**
   * Reads a password twice from the terminal without an echo, or else one line of what is piped in,
   * and prints its hash.
   *
   * @return 0, or 2 when there is no password that can be used; a line on {@code err} says why
   */
  public static int run(PrintStream out, PrintStream err) throws IOException {
    try {
      String password = read(System.console());
      if (password.length() < Operators.SHORTEST_PASSWORD) {
        err.printf(
            "This password is too short: it needs at least %d characters%n",
            Operators.SHORTEST_PASSWORD);
        return 2;
      }
      out.println(PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password));
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static String read(Console console) throws IOException {
    if (console != null) {
      return typed(console);
    }
    if (isTerminal()) {
      throw new IllegalArgumentException(
          "The terminal would show the password: run this without redirecting its output, or pipe the password in");
    }
    String line =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
    if (line == null || line.isBlank()) {
      throw new IllegalArgumentException("No password came: type one, or pipe it in");
    }
    return line;
  }

  private static String typed(Console console) {
    char[] once = console.readPassword("Password: ");
    if (once == null || once.length == 0) {
      throw new IllegalArgumentException("No password came: type one, or pipe it in");
    }
    if (!Arrays.equals(once, console.readPassword("The same again: "))) {
      throw new IllegalArgumentException("These are two different passwords");
    }
    return new String(once);
  }

  /** Java has a console only when neither input nor output is redirected. */
  private static boolean isTerminal() {
    try {
      return STANDARD_INPUT.toRealPath().toString().matches(TERMINAL);
    } catch (IOException piped) {
      return false;
    }
  }
}
