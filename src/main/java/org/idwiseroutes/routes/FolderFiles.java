package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files of a folder of routes, those in its own folders included. What begins with a dot is
 * left out, and what editors keep beside a file that is open ({@code name~}, {@code #name#}). Links
 * are followed: Kubernetes keeps the versions of a mounted ConfigMap in folders with a dot, to
 * which links lead.
 */
final class FolderFiles {

  /** What Windows keeps in a folder that was opened. */
  private static final Set<String> OF_WINDOWS = Set.of("thumbs.db", "desktop.ini");

  private FolderFiles() {}

  /**
   * The files that are there now, by their names within the folder.
   *
   * @throws IOException when the folder, or a part of it, cannot be read
   */
  static List<Path> in(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes any) {
            boolean hidden =
                !directory.equals(folder) && directory.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes any) {
            if (Files.isRegularFile(file) && !isKeptByAnEditor(file.getFileName().toString())) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            boolean gone = e instanceof NoSuchFileException && !file.equals(folder);
            if (gone || e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    files.sort(Comparator.comparing(file -> name(folder, file)));
    return files;
  }

  private static boolean isKeptByAnEditor(String name) {
    return name.startsWith(".")
        || name.startsWith("#")
        || name.endsWith("~")
        || OF_WINDOWS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** A file's name within the folder, with {@code /} between folders. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
