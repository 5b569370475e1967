package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import org.springframework.stereotype.Component;

/** Where the route files are, its own folders included, and which files of it they are. */
@Component
class RouteFolder {

  private final Path directory;
  private final String pattern;

  RouteFolder(RoutesProperties properties) {
    this.directory = properties.directory().toAbsolutePath().normalize();
    this.pattern = properties.files();
  }

  Path directory() {
    return directory;
  }

  /** The names of the files that are looked for, as a glob. */
  String pattern() {
    return pattern;
  }

  /** The route files that are there now. */
  List<Path> find() throws IOException {
    PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern);
    return FolderFiles.in(directory).stream()
        .filter(path -> matcher.matches(path.getFileName()))
        .toList();
  }

  /** A file's name within the folder, such as {@code jira/jira.camel.yaml}. */
  String name(Path file) {
    return FolderFiles.name(directory, file);
  }

  /** For Camel, which chooses its parser by it and names it in its messages. */
  String location(String name) {
    return "file:" + directory.resolve(name);
  }
}
