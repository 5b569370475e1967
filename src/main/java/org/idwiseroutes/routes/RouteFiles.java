package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Loads the teams' routes, file by file, once everything else runs. A broken file keeps none of the
 * others and never the entrance from starting; what is meant for its destinations waits.
 */
@Component
public class RouteFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

  private final CamelContext camel;
  private final Path directory;
  private final String pattern;
  private volatile List<RouteFile> files = List.of();
  private volatile String problem = "the routes have not been loaded yet";

  RouteFiles(CamelContext camel, RoutesProperties properties) {
    this.camel = camel;
    this.pattern = properties.files();
    this.directory = properties.directory().toAbsolutePath().normalize();
  }

  /** The files found, by name. */
  public List<RouteFile> all() {
    return files;
  }

  /** Where they are. */
  public Path directory() {
    return directory;
  }

  /** The names of the files that are looked for, as a glob. */
  public String pattern() {
    return pattern;
  }

  /** What stands in a file now. */
  public String text(RouteFile file) throws IOException {
    return Files.readString(directory.resolve(file.name()));
  }

  /** What stands now in the files that run, by name. */
  public Map<String, String> texts() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (RouteFile file : files) {
      if (!file.isBroken()) {
        texts.put(file.name(), text(file));
      }
    }
    return texts;
  }

  /** What is wrong with the folder as a whole; null when it has route files. */
  public String problem() {
    return problem;
  }

  @EventListener(ApplicationStartedEvent.class)
  void load() {
    List<RouteFile> loaded = new ArrayList<>();
    try {
      for (Path path : find()) {
        loaded.add(load(path));
      }
      problem = loaded.isEmpty() ? "there is no %s in %s".formatted(pattern, directory) : null;
    } catch (IOException e) {
      problem = "the folder %s cannot be read: %s".formatted(directory, e);
    }
    files = List.copyOf(loaded);
    report();
  }

  private List<Path> find() throws IOException {
    PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + pattern);
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.filter(path -> matcher.matches(path.getFileName())).sorted().toList();
    }
  }

  private RouteFile load(Path path) {
    String name = path.getFileName().toString();
    Set<String> before = routeIds();
    try {
      RouteYaml.requireUniqueKeys(path);
      Resource resource = PluginHelper.getResourceLoader(camel).resolveResource("file:" + path);
      PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
      return new RouteFile(name, null);
    } catch (Exception e) {
      remove(before);
      return new RouteFile(name, words(e));
    }
  }

  /** Of a file that fails half-way, nothing stays. */
  private void remove(Set<String> before) {
    ModelCamelContext model = (ModelCamelContext) camel;
    for (RouteDefinition definition : List.copyOf(model.getRouteDefinitions())) {
      if (!before.contains(definition.getRouteId())) {
        removeQuietly(model, definition);
      }
    }
  }

  private void removeQuietly(Model model, RouteDefinition definition) {
    try {
      if (camel.getRoute(definition.getRouteId()) != null) {
        camel.getRouteController().stopRoute(definition.getRouteId());
        camel.removeRoute(definition.getRouteId());
      }
      model.removeRouteDefinition(definition);
    } catch (Exception e) {
      LOG.warn("The route {} of a broken file could not be removed", definition.getRouteId(), e);
    }
  }

  private Set<String> routeIds() {
    return camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
  }

  private static String words(Throwable thrown) {
    Throwable cause = thrown;
    StringBuilder words = new StringBuilder(String.valueOf(thrown.getMessage()));
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
      String message = cause.getMessage();
      if (message != null && words.indexOf(message) < 0) {
        words.append("; ").append(message);
      }
    }
    return words.toString();
  }

  private void report() {
    if (problem != null) {
      LOG.error("No routes run: {}. Events are received and wait.", problem);
    }
    for (RouteFile file : files) {
      if (file.isBroken()) {
        LOG.error("{} is broken, its deliveries wait: {}", file.name(), file.problem());
      } else {
        LOG.info("Loaded {}", file.name());
      }
    }
  }
}
