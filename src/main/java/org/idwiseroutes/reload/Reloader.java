package org.idwiseroutes.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.wiring.Stage;
import org.idwiseroutes.wiring.Trial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes over what is saved in the folder of routes, file by file ({@code idwise.routes.reload=on}):
 * once two looks have seen it alike, it is checked with all that runs, built and started in a
 * context of its own, and only then swapped in. Files that are right only together go in together.
 * What is wrong leaves what ran as it was, until it is mended. The entrance is never touched.
 */
@Component
@ConditionalOnProperty(name = "idwise.routes.reload", havingValue = "on")
class Reloader {

  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

  private final RouteFiles files;
  private final Acceptance acceptance;
  private final Trial trial;
  private RoutesSnapshot seen;
  private RoutesSnapshot taken;
  private boolean begun;

  /** Why the folder could not be read the last time; null when it could. */
  private String unreadable;

  Reloader(RouteFiles files, Checker checker, Trial trial, MeterRegistry metrics) {
    this.files = files;
    this.acceptance = new Acceptance(checker);
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
      RoutesSnapshot now = files.read();
      unreadable = null;
      if (!begun) {
        acceptance.accept(files.running());
        begun = true;
      }
      boolean settled = now.equals(seen);
      seen = now;
      if (settled && !now.equals(taken)) {
        taken = now;
        takeScenarios(now);
        follow(now);
      }
    } catch (IOException | UncheckedIOException e) {
      if (!e.toString().equals(unreadable)) {
        unreadable = e.toString();
        LOG.warn(
            "The folder of routes cannot be read, and is looked at again and again; what runs goes on: {}",
            unreadable);
      }
    }
  }

  private void takeScenarios(RoutesSnapshot now) {
    RoutesSnapshot before = files.running();
    files.takeScenarios(now);
    if (!files.running().equals(before)) {
      acceptance.accept(files.running());
    }
  }

  /**
   * Ends what is no longer there and takes over what has changed, in an order in which nothing is
   * missed: a file that has a new name ends first, one that others have stopped to need ends last.
   * What ran of a file goes on while others need it.
   */
  private void follow(RoutesSnapshot now) {
    List<String> gone =
        files.all().stream()
            .map(RouteFile::name)
            .filter(name -> !now.routes().containsKey(name) && !now.unreadable().containsKey(name))
            .toList();
    List<String> needless =
        gone.stream().filter(name -> !files.running().routes().containsKey(name)).toList();
    needless.forEach(files::remove);
    List<String> running = gone.stream().filter(name -> !needless.contains(name)).toList();
    RoutesSnapshot left = files.running().without(running);
    String missed = running.isEmpty() ? "" : objection(left);
    if (missed.isEmpty()) {
      remove(running);
      take(now);
    } else if (!objection(left.with(changed(now), now)).isEmpty()) {
      refuse(running, missed);
      take(now);
    } else if (objection(files.running().with(changed(now), now)).isEmpty()) {
      take(now);
      String still = objection(files.running().without(running));
      if (still.isEmpty()) {
        remove(running);
      } else {
        refuse(running, still);
      }
    } else {
      remove(running);
      take(now);
    }
  }

  private void refuse(List<String> gone, String missed) {
    gone.forEach(name -> files.refuse(name, "it is gone, and without it " + missed));
  }

  private void remove(List<String> gone) {
    if (!gone.isEmpty()) {
      gone.forEach(files::remove);
      acceptance.accept(files.running());
    }
  }

  private String objection(RoutesSnapshot folder) {
    return acceptance.objection(folder, acceptance.problems(folder), List.of());
  }

  private List<String> changed(RoutesSnapshot now) {
    return now.routes().keySet().stream()
        .filter(
            name -> !now.effective(name).equals(files.running().effective(name)) || isRefused(name))
        .toList();
  }

  private void take(RoutesSnapshot now) {
    List<String> changed = changed(now);
    now.unreadable().forEach(this::refuse);
    if (!changed.isEmpty() && !swapped(changed, now)) {
      for (String name : changed) {
        swapped(List.of(name), now);
      }
    }
  }

  private void refuse(String name, String why) {
    if (files.isRouteFile(name)) {
      files.refuse(name, why);
    }
  }

  /** Swaps files in together; of several that are not right together, none. */
  private boolean swapped(List<String> changed, RoutesSnapshot now) {
    RoutesSnapshot together = files.running().with(changed, now);
    List<Problem> problems = acceptance.problems(together);
    String objection = acceptance.objection(together, problems, changed);
    if (!objection.isEmpty()) {
      if (changed.size() == 1) {
        files.refuse(changed.get(0), objection);
      }
      return changed.size() == 1;
    }
    deciding(changed, now).forEach(name -> swap(name, now));
    if (files.running().equals(together)) {
      acceptance.accept(problems);
    } else {
      acceptance.accept(files.running());
    }
    return true;
  }

  /** Those of decide first: nothing goes any more to a destination that is about to end. */
  private static List<String> deciding(List<String> changed, RoutesSnapshot now) {
    List<String> deciding = Stage.files(Stage.DECIDE, now.routes());
    return changed.stream().sorted(Comparator.comparing(name -> !deciding.contains(name))).toList();
  }

  private void swap(String name, RoutesSnapshot now) {
    try {
      trial.run(name, now);
    } catch (Exception e) {
      files.refuse(name, e.getMessage());
      return;
    }
    files.swap(name, now);
    if (!isRefused(name)) {
      LOG.info("Took over {}", name);
    }
  }

  private boolean isRefused(String name) {
    return files.all().stream()
        .anyMatch(file -> file.name().equals(name) && (file.refused() != null || file.isBroken()));
  }

  private static double refused(RouteFiles files) {
    return files.all().stream().filter(file -> file.refused() != null || file.isBroken()).count();
  }
}
