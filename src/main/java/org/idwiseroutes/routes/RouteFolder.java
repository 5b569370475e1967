package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Path;
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

  /** Whether a file of this name is a route file. */
  boolean isRouteFile(String name) {
    Path file = Path.of(name).getFileName();
    return directory.getFileSystem().getPathMatcher("glob:" + pattern).matches(file);
  }

  /** What is there now. */
  RoutesSnapshot read() throws IOException {
    return RoutesSnapshot.read(directory, pattern);
  }

  /** For Camel, which chooses its parser by it and names it in its messages. */
  String location(String name) {
    return "file:" + directory.resolve(name);
  }
}
