package org.idwiseroutes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.idwiseroutes.proof.KeptHead;
import picocli.CommandLine.Option;

/** Heads of chains that were kept elsewhere, as {@code idwise.evidence.heads-file} has them. */
final class KeptHeads {

  @Option(
      names = "--heads",
      paramLabel = "FILE",
      description =
          "Heads that were written out (idwise.evidence.heads-file): nobody who can write in the database can change them.")
  private Path file;

  /** By kind, a blank and number. */
  Map<String, KeptHead> read() throws IOException {
    Map<String, KeptHead> heads = new HashMap<>();
    if (file != null) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.strip().split(" ");
        if (parts.length == 4) {
          heads.put(parts[1] + " " + parts[2], new KeptHead(Instant.parse(parts[0]), parts[3]));
        } else if (!line.isBlank()) {
          throw new IOException("%s has a line that is no head: %s".formatted(file, line));
        }
      }
    }
    return heads;
  }
}
