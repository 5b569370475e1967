package org.idwiseroutes.routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of each route file, by name; safe for threads. */
final class FileList {

  private final Map<String, RouteFile> files = new TreeMap<>();
  private long version;

  synchronized List<RouteFile> all() {
    return List.copyOf(files.values());
  }

  synchronized Optional<RouteFile> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  synchronized void put(RouteFile file) {
    files.put(file.name(), file);
    version++;
  }

  synchronized void remove(String name) {
    files.remove(name);
    version++;
  }

  /** Another one after every change. */
  synchronized long version() {
    return version;
  }

  /** What runs of each file, by name. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (RouteFile file : all()) {
      if (!file.isBroken()) {
        texts.put(file.name(), file.text());
      }
    }
    return texts;
  }
}
