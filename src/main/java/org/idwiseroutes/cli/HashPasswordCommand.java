package org.idwiseroutes.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.idwiseroutes.ops.PasswordHash;
import picocli.CommandLine.Command;

/** {@code hash-password}. */
@Command(
    name = "hash-password",
    mixinStandardHelpOptions = true,
    description = "Reads an operator's password without showing it, and prints its hash.")
final class HashPasswordCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  HashPasswordCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    return PasswordHash.run(out, err);
  }
}
