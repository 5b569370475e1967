package org.idwiseroutes.ops;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The command {@code --hash-password}: reads a password and prints what goes into the settings. */
public final class PasswordHash {

  private PasswordHash() {}

  /** Reads from the terminal without an echo, or else one line of the standard input. */
  public static void print() throws IOException {
    String password = read(System.console());
    if (password == null || password.isBlank()) {
      throw new IllegalArgumentException("No password came: type one, or pipe it in");
    }
    System.out.println(PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password));
  }

  private static String read(Console console) throws IOException {
    if (console != null) {
      char[] typed = console.readPassword("Password: ");
      return typed == null ? null : new String(typed);
    }
    return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
        .readLine();
  }
}
