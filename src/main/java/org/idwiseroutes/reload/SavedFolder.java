package org.idwiseroutes.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.routes.FolderFiles;
import org.idwiseroutes.routes.NamedTexts;

/**
 * The texts of a folder of routes at one moment.
 *
 * @param routes of route files, by name
 * @param others of all else, by name within the folder
 */
record SavedFolder(Map<String, String> routes, Map<String, String> others) {

  /** Nothing at all. */
  static SavedFolder empty() {
    return new SavedFolder(new TreeMap<>(), new TreeMap<>());
  }

  /**
   * What stands there now.
   *
   * @param pattern of the names of route files, as a glob
   */
  static SavedFolder read(Path directory, String pattern) throws IOException {
    SavedFolder saved = empty();
    var isRoute = directory.getFileSystem().getPathMatcher("glob:" + pattern);
    for (Path path : FolderFiles.in(directory)) {
      Map<String, String> texts = isRoute.matches(path.getFileName()) ? saved.routes : saved.others;
      try {
        texts.put(FolderFiles.name(directory, path), Files.readString(path));
      } catch (NoSuchFileException goneMeanwhile) {
        // it is not there now
      }
    }
    return saved;
  }

  /** A route file with all that it names, as one text; null when it is not there. */
  String effective(String name) {
    String text = routes.get(name);
    return text == null
        ? null
        : text
            + NamedTexts.in(text).stream()
                .map(others::get)
                .collect(Collectors.joining("\n", "\n", ""));
  }

  /**
   * The same with some route files, and what these name, and all scenarios as they are elsewhere.
   */
  SavedFolder with(Iterable<String> names, SavedFolder elsewhere) {
    SavedFolder changed = new SavedFolder(new TreeMap<>(routes), new TreeMap<>(others));
    changed.others.keySet().removeIf(Folder::isScenario);
    elsewhere.others.forEach(
        (name, text) -> {
          if (Folder.isScenario(name)) {
            changed.others.put(name, text);
          }
        });
    for (String name : names) {
      String text = elsewhere.routes.get(name);
      changed.routes.put(name, text);
      for (String other : NamedTexts.in(text)) {
        changed.others.remove(other);
        if (elsewhere.others.containsKey(other)) {
          changed.others.put(other, elsewhere.others.get(other));
        }
      }
    }
    return changed;
  }

  /** The same without a route file. */
  SavedFolder without(String name) {
    SavedFolder changed = new SavedFolder(new TreeMap<>(routes), new TreeMap<>(others));
    changed.routes.remove(name);
    return changed;
  }

  /** All texts, by name. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(others);
    all.putAll(routes);
    return all;
  }
}
