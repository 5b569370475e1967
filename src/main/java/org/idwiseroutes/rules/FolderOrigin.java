package org.idwiseroutes.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a folder of routes comes from: the commit of its git checkout, or whoever owns it. */
final class FolderOrigin {

  private static final String REF = "ref: ";
  private static final int SHORT = 12;

  private FolderOrigin() {}

  /** In words, such as {@code git commit 1a2b3c4d5e6f} or {@code files of idwise}. */
  static String of(Path folder) {
    try {
      for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
        Path git = at.resolve(".git");
        if (Files.exists(git)) {
          return "git commit " + commit(git).substring(0, SHORT);
        }
      }
      return "files of " + Files.getOwner(folder).getName();
    } catch (IOException | RuntimeException e) {
      return "files of which nobody knows whose they are";
    }
  }

  /** The commit that is checked out: gitrepository-layout(5), gitglossary(7). */
  private static String commit(Path git) throws IOException {
    Path directory = git;
    if (Files.isRegularFile(git)) {
      String named = Files.readString(git).strip().substring("gitdir: ".length());
      directory = git.getParent().resolve(named).normalize();
    }
    String head = Files.readString(directory.resolve("HEAD")).strip();
    if (!head.startsWith(REF)) {
      return head;
    }
    String ref = head.substring(REF.length());
    Path common = directory;
    if (Files.exists(directory.resolve("commondir"))) {
      String named = Files.readString(directory.resolve("commondir")).strip();
      common = directory.resolve(named).normalize();
    }
    if (Files.exists(common.resolve(ref))) {
      return Files.readString(common.resolve(ref)).strip();
    }
    try (Stream<String> packed = Files.lines(common.resolve("packed-refs"))) {
      return packed.filter(line -> line.endsWith(" " + ref)).findFirst().orElseThrow();
    }
  }
}
