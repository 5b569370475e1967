package org.idwiseroutes.routes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.idwiseroutes.privacy.Secrets;
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

  private final RouteFileLoader loader;
  private final RouteFolder folder;
  private final Secrets secrets;
  private final Map<String, RouteFile> files = new ConcurrentSkipListMap<>();
  private final AtomicLong version = new AtomicLong();
  private volatile RoutesSnapshot running = new RoutesSnapshot(Map.of(), Map.of(), Map.of());
  private volatile boolean loaded;
  private volatile String problem = "the routes have not been loaded yet";

  RouteFiles(RouteFileLoader loader, RouteFolder folder, Secrets secrets, MeterRegistry metrics) {
    this.loader = loader;
    this.folder = folder;
    this.secrets = secrets;
    Gauge.builder("idwise.routes.broken", this, RouteFiles::broken)
        .description("Route files of which nothing runs; 1 when there is no route file at all")
        .register(metrics);
  }

  /** The files, by name. */
  public List<RouteFile> all() {
    return List.copyOf(files.values());
  }

  /** What runs of each file, by name. */
  public Map<String, String> texts() {
    return all().stream()
        .filter(file -> !file.isBroken() && !file.isNew())
        .collect(Collectors.toMap(RouteFile::name, RouteFile::text));
  }

  /**
   * What runs, with the mappings and templates as they were taken over, and the scenarios that it
   * was checked with.
   */
  public RoutesSnapshot running() {
    return running;
  }

  /** What runs is checked with the scenarios of this snapshot from now on. */
  public void takeScenarios(RoutesSnapshot snapshot) {
    run(running.with(List.of(), snapshot));
  }

  private void run(RoutesSnapshot snapshot) {
    if (!snapshot.equals(running)) {
      running = snapshot;
      version.incrementAndGet();
    }
  }

  /** Whether all that was there at the start has been loaded, or tried. */
  public boolean isLoaded() {
    return loaded;
  }

  /** Another one whenever what runs has changed. */
  public long version() {
    return version.get();
  }

  /** Where they are. */
  public Path directory() {
    return folder.directory();
  }

  /** The names of the files that are looked for, as a glob. */
  public String pattern() {
    return folder.pattern();
  }

  /**
   * What is there now.
   *
   * @throws IOException when the folder cannot be read
   */
  public RoutesSnapshot read() throws IOException {
    return folder.read();
  }

  /** Whether a file of this name is a route file. */
  public boolean isRouteFile(String name) {
    return folder.isRouteFile(name);
  }

  /** What is wrong with the folder as a whole; null when it has route files. */
  public String problem() {
    return problem;
  }

  /**
   * Runs a file of a snapshot in place of what ran of it, or in addition when nothing did. What is
   * under way ends on the old routes; when the new ones cannot start, the old ones do again.
   */
  public void swap(String name, RoutesSnapshot snapshot) {
    RoutesSnapshot before = running;
    try {
      put(loader.replace(name, snapshot, () -> run(before.with(List.of(name), snapshot))));
    } catch (Exception e) {
      run(before);
      refuse(name, RouteFileLoader.words(e));
    }
  }

  /** Leaves what runs of a file as it is, because of what is wrong with what stands there now. */
  public void refuse(String name, String why) {
    RouteFile old = files.get(name);
    boolean runs = old != null && !old.isBroken() && !old.isNew();
    if (old != null && old.isBroken()) {
      put(RouteFile.broken(name, why, ""));
    } else {
      put(old == null ? RouteFile.notTaken(name, why) : old.refusing(why));
    }
    LOG.error(
        "{} is not taken over, {}: {}",
        name,
        runs ? "what ran goes on" : "nothing of it runs",
        why);
  }

  /**
   * Ends the routes of a file that is no longer there; what is meant for its destinations waits.
   */
  public void remove(String name) {
    try {
      loader.remove(name);
      files.remove(name);
      run(running.without(List.of(name)));
      LOG.info("Removed {}", name);
    } catch (Exception e) {
      refuse(name, RouteFileLoader.words(e));
    }
  }

  @EventListener(ApplicationStartedEvent.class)
  void load() {
    try {
      RoutesSnapshot found = folder.read();
      run(found);
      loader.load(found).forEach(this::put);
      run(found.without(all().stream().filter(RouteFile::isBroken).map(RouteFile::name).toList()));
      problem =
          all().isEmpty()
              ? "there is no %s in %s".formatted(folder.pattern(), folder.directory())
              : null;
    } catch (IOException e) {
      problem = "the folder %s cannot be read: %s".formatted(folder.directory(), e);
    }
    report();
    loaded = true;
  }

  private long broken() {
    return loaded && problem != null ? 1 : all().stream().filter(RouteFile::isBroken).count();
  }

  private void put(RouteFile file) {
    files.put(
        file.name(),
        new RouteFile(
            file.name(), secrets.hide(file.problem()), secrets.hide(file.refused()), file.text()));
    version.incrementAndGet();
    problem = null;
  }

  private void report() {
    if (problem != null) {
      LOG.error("No routes run: {}. Events are received and wait.", problem);
    }
    for (RouteFile file : all()) {
      if (file.isBroken()) {
        LOG.error("{} is broken, its deliveries wait: {}", file.name(), file.problem());
      } else {
        LOG.info("Loaded {}", file.name());
      }
    }
  }
}
