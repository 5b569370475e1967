package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folder of routes at one moment, as text; it never changes. What is checked, tried and loaded
 * comes from one and the same snapshot, whatever is being edited meanwhile.
 *
 * @param routes the texts of route files, by name within the folder, such as {@code
 *     jira/jira.camel.yaml}
 * @param others the texts of all else: mappings, templates, scenarios
 * @param unreadable why a file could not be read, in words
 */
public record RoutesSnapshot(
    Map<String, String> routes, Map<String, String> others, Map<String, String> unreadable) {

  /** The names of route files, as a glob. */
  public static final String ROUTE_FILES = "*.camel.yaml";

  /** Of one file: what is larger is a backup or a dump, and would take the memory of the node. */
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  private static final String TOO_LARGE =
      "it has %,d bytes, and is not read: no route, mapping or template has more than %,d; move it out of the folder";

  private static final Pattern SCENARIO = Pattern.compile("(.*/)?scenarios/[^/]+[.]yaml");

  /** Makes what is given unchangeable, in the order of the names. */
  public RoutesSnapshot {
    routes = Collections.unmodifiableMap(new TreeMap<>(routes));
    others = Collections.unmodifiableMap(new TreeMap<>(others));
    unreadable = Collections.unmodifiableMap(new TreeMap<>(unreadable));
  }

  /**
   * Reads a folder, or the one that a link names.
   *
   * @throws IOException when there is no such folder, or a part of it cannot be looked into
   */
  public static RoutesSnapshot read(Path folder) throws IOException {
    return read(folder, ROUTE_FILES);
  }

  /**
   * The same.
   *
   * @param routeFiles the names of route files, as a glob
   */
  static RoutesSnapshot read(Path folder, String routeFiles) throws IOException {
    Map<String, String> routes = new TreeMap<>();
    Map<String, String> others = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    PathMatcher isRoute = folder.getFileSystem().getPathMatcher("glob:" + routeFiles);
    Path root = folder.toRealPath();
    for (Path file : FolderFiles.in(root)) {
      String name = FolderFiles.name(root, file);
      try {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
          unreadable.put(name, TOO_LARGE.formatted(size, MOST_BYTES));
          continue;
        }
        String text = Files.readString(file);
        (isRoute.matches(file.getFileName()) ? routes : others).put(name, text);
      } catch (NoSuchFileException goneMeanwhile) {
        // it is not there now
      } catch (MalformedInputException e) {
        unreadable.put(name, "it is not UTF-8");
      } catch (IOException e) {
        unreadable.put(name, "it cannot be read: " + e);
      }
    }
    return new RoutesSnapshot(routes, others, unreadable);
  }

  /** All texts by name. */
  public Map<String, String> texts() {
    Map<String, String> all = new TreeMap<>(others);
    all.putAll(routes);
    return all;
  }

  /** Whether a file of this name belongs to the scenarios, those of a vendor's folder included. */
  public static boolean isScenario(String name) {
    return SCENARIO.matcher(name).matches();
  }

  /** A route file with all that it names, as one text; null when it is not there. */
  public String effective(String name) {
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
  public RoutesSnapshot with(Collection<String> names, RoutesSnapshot elsewhere) {
    Map<String, String> changed = new TreeMap<>(routes);
    Map<String, String> changedOthers = new TreeMap<>(others);
    changedOthers.keySet().removeIf(RoutesSnapshot::isScenario);
    elsewhere.others.forEach(
        (name, text) -> {
          if (isScenario(name)) {
            changedOthers.put(name, text);
          }
        });
    for (String name : names) {
      String text = elsewhere.routes.get(name);
      changed.put(name, text);
      for (String other : NamedTexts.in(text)) {
        changedOthers.remove(other);
        if (elsewhere.others.containsKey(other)) {
          changedOthers.put(other, elsewhere.others.get(other));
        }
      }
    }
    return new RoutesSnapshot(changed, changedOthers, Map.of());
  }

  /** The same with another text of one file. */
  public RoutesSnapshot with(String name, String text) {
    Map<String, String> changed = new TreeMap<>(routes);
    Map<String, String> changedOthers = new TreeMap<>(others);
    (routes.containsKey(name) ? changed : changedOthers).put(name, text);
    return new RoutesSnapshot(changed, changedOthers, unreadable);
  }

  /** The same without some route files. */
  public RoutesSnapshot without(Collection<String> names) {
    Map<String, String> changed = new TreeMap<>(routes);
    changed.keySet().removeAll(names);
    return new RoutesSnapshot(changed, others, Map.of());
  }

  /** Only what matters: route files, what these name, and scenarios. */
  public RoutesSnapshot inUse() {
    Map<String, String> used = new TreeMap<>(others);
    Set<String> named =
        routes.values().stream()
            .flatMap(text -> NamedTexts.in(text).stream())
            .collect(Collectors.toSet());
    used.keySet().removeIf(name -> !named.contains(name) && !isScenario(name));
    return new RoutesSnapshot(routes, used, Map.of());
  }
}
