package org.idwiseroutes.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.wiring.ReachedFiles;

/**
 * What is wrong with the route files of this node, and what waits because of it.
 *
 * @param troubles one sentence for each
 * @param stopped how many deliveries wait for each destination that has no route that can run
 */
public record RouteReport(List<String> troubles, Map<String, Integer> stopped) {

  private static final int LONGEST_PROBLEM = 160;

  /**
   * Looks for what the files leave waiting.
   *
   * @param files all, also the broken ones
   * @param folderProblem what is wrong with the folder as a whole; null when nothing is
   * @param running whether a destination has a route that can run
   */
  static RouteReport of(
      List<RouteFile> files,
      String folderProblem,
      List<DestinationView> destinations,
      Predicate<String> running,
      Words words) {
    Map<String, Integer> stopped = new LinkedHashMap<>();
    destinations.stream()
        .filter(one -> !running.test(one.name()))
        .forEach(one -> stopped.put(one.name(), one.pending()));
    Map<String, Integer> unexplained = new LinkedHashMap<>(stopped);
    unexplained.values().removeIf(pending -> pending == 0);

    List<String> troubles = new ArrayList<>();
    if (folderProblem != null) {
      troubles.add(cut(folderProblem));
    }
    Map<String, Map<String, String>> ways = ways(files, unexplained);
    for (RouteFile file : files) {
      if (file.isBroken()) {
        StringBuilder trouble = new StringBuilder(file.name() + " is broken: ");
        trouble.append(cut(file.problem()));
        ways.forEach(
            (destination, way) -> {
              if (way.containsKey(file.name())) {
                int pending = stopped.get(destination);
                trouble.append(", ").append(waiting(destination, pending, words));
                unexplained.remove(destination);
              }
            });
        troubles.add(trouble.toString());
      } else if (file.isNew()) {
        troubles.add("%s is new and refused: %s".formatted(file.name(), cut(file.refused())));
      } else if (file.refused() != null) {
        troubles.add(
            "%s as it is saved now is refused, what ran goes on: %s"
                .formatted(file.name(), cut(file.refused())));
      }
    }
    unexplained.forEach(
        (destination, pending) ->
            troubles.add(waiting(destination, pending, words) + ": no route that runs takes them"));
    return new RouteReport(troubles, stopped);
  }

  /** The files that what waits for a destination would pass through, by destination. */
  private static Map<String, Map<String, String>> ways(
      List<RouteFile> files, Map<String, Integer> waiting) {
    Map<String, String> texts = new TreeMap<>();
    files.forEach(file -> texts.put(file.name(), file.text()));
    Map<String, Map<String, String>> ways = new LinkedHashMap<>();
    waiting.keySet().forEach(name -> ways.put(name, ReachedFiles.from("outbox:" + name, texts)));
    return ways;
  }

  private static String waiting(String destination, int pending, Words words) {
    String verb = pending == 1 ? " waits" : " wait";
    return words.count(pending, "delivery") + " to " + destination + verb;
  }

  private static String cut(String problem) {
    String line = problem.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_PROBLEM ? line.substring(0, LONGEST_PROBLEM) + "…" : line;
  }
}
