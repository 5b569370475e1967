package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where the route files are, and which files of it they are. */
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
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> matcher.matches(path.getFileName())).sorted().toList();
    }
  }

  /** For Camel, which chooses its parser by it and names it in its messages. */
  String location(String name) {
    return "file:" + directory.resolve(name);
  }
}
