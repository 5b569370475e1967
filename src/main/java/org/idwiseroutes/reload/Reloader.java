package org.idwiseroutes.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.wiring.Stage;
import org.idwiseroutes.wiring.Trial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes over what is saved in the folder of routes, file by file ({@code idwise.routes.reload=on}):
 * it is checked, built and started in a context of its own, and only then swapped in. What is wrong
 * leaves what ran as it was, until it is mended. The entrance is never touched.
 */
@Component
@ConditionalOnProperty(name = "idwise.routes.reload", havingValue = "on")
class Reloader {

  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

  private final RouteFiles files;
  private final Checker checker;
  private final Trial trial;
  private Map<String, String> seen;
  private Map<String, String> running = new TreeMap<>();

  Reloader(RouteFiles files, Checker checker, Trial trial, MeterRegistry metrics) {
    this.files = files;
    this.checker = checker;
    this.trial = trial;
    Gauge.builder("idwise.routes.refused", files, Reloader::refused)
        .description("Route files of which not what stands there now is running")
        .register(metrics);
  }

  @Scheduled(fixedDelayString = "${idwise.routes.reload-interval}")
  synchronized void look() {
    try {
      if (!files.isLoaded()) {
        return;
      }
      Map<String, String> now = read();
      if (seen == null) {
        running = effective(now, files.texts());
      }
      if (!now.equals(seen)) {
        seen = now;
        take(now);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The folder of routes is read again in a moment: {}", e.toString());
    }
  }

  private void take(Map<String, String> now) throws IOException {
    Map<String, String> routes = routes(now);
    Map<String, String> wanted = effective(now, routes);
    Set<String> changed = new HashSet<>();
    wanted.forEach(
        (name, text) -> {
          if (!text.equals(running.get(name)) || isRefused(name)) {
            changed.add(name);
          }
        });
    if (!changed.isEmpty()) {
      List<Problem> problems = checker.check(files.directory()).problems();
      changed.stream().sorted().forEach(name -> take(name, routes, wanted, problems));
    }
    for (RouteFile file : files.all()) {
      if (!routes.containsKey(file.name())) {
        files.remove(file.name());
        running.remove(file.name());
      }
    }
  }

  private void take(
      String name, Map<String, String> routes, Map<String, String> wanted, List<Problem> problems) {
    String why = whatIsWrong(name, routes, problems);
    if (why == null) {
      why = tried(name, routes.get(name));
    }
    if (why != null) {
      files.refuse(name, why);
      return;
    }
    files.swap(name, routes.get(name));
    if (!isRefused(name)) {
      running.put(name, wanted.get(name));
      LOG.info("Took over {}", name);
    }
  }

  /** Problems of the file itself and of what it reads; of decide's files also of the scenarios. */
  private static String whatIsWrong(
      String name, Map<String, String> routes, List<Problem> problems) {
    boolean decides = Stage.files(routes).contains(name);
    String text = routes.get(name);
    String why =
        problems.stream()
            .filter(
                problem ->
                    problem.file().equals(name)
                        || !problem.file().endsWith(".yaml") && text.contains(problem.file())
                        || decides && problem.file().startsWith("scenarios"))
            .map(Problem::toString)
            .collect(Collectors.joining("; "));
    return why.isEmpty() ? null : why;
  }

  private String tried(String name, String text) {
    try {
      trial.run(name, text);
      return null;
    } catch (Exception e) {
      return e.getMessage();
    }
  }

  private boolean isRefused(String name) {
    return files.all().stream()
        .anyMatch(file -> file.name().equals(name) && (file.refused() != null || file.isBroken()));
  }

  private static double refused(RouteFiles files) {
    return files.all().stream().filter(file -> file.refused() != null || file.isBroken()).count();
  }

  private Map<String, String> routes(Map<String, String> now) throws IOException {
    Map<String, String> routes = new TreeMap<>();
    for (Path path : files.find()) {
      String name = path.getFileName().toString();
      if (now.containsKey(name)) {
        routes.put(name, now.get(name));
      }
    }
    return routes;
  }

  /** The text of each route file followed by those of the files that it names. */
  private static Map<String, String> effective(
      Map<String, String> all, Map<String, String> routes) {
    Map<String, String> effective = new TreeMap<>();
    routes.forEach(
        (name, text) ->
            effective.put(
                name,
                text
                    + all.entrySet().stream()
                        .filter(other -> text.contains("/" + other.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.joining("\n", "\n", ""))));
    return effective;
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(files.directory())) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        try {
          texts.put(
              files.directory().relativize(path).toString().replace('\\', '/'),
              Files.readString(path));
        } catch (NoSuchFileException goneMeanwhile) {
          LOG.debug("{} is gone", path);
        }
      }
    }
    return texts;
  }
}
