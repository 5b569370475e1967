package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;
import org.springframework.core.env.Environment;

/** What the events of the past would do by other rules, without any effect. */
final class Comparison {

  private static final int SHOWN = 3;
  private static final String QUARANTINE = "quarantine";

  private final Map<String, List<String>> differences = new TreeMap<>();
  private int events;
  private int different;

  /** Runs the events that came since then through the rules of both folders. */
  static Comparison of(
      Path before, Path after, DecidedEvents events, Instant since, Environment settings)
      throws Exception {
    Comparison comparison = new Comparison();
    try (Stage old = stage(before, settings);
        Stage changed = stage(after, settings)) {
      events.each(since, document -> comparison.compare(document, old, changed));
    }
    return comparison;
  }

  boolean isEmpty() {
    return differences.isEmpty();
  }

  void print(PrintStream out) {
    out.printf("%d of %d events would go otherwise.%n", different, events);
    differences.forEach(
        (words, ids) ->
            out.printf(
                "%6d  %s%n        %s%s%n",
                ids.size(),
                words,
                ids.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                ids.size() > SHOWN ? ", …" : ""));
  }

  private static Stage stage(Path folder, Environment settings) throws Exception {
    Folder files = new Folder(folder);
    if (!files.problems().isEmpty()) {
      throw new IOException(files.problems().get(0).toString());
    }
    return new Stage(files.routeTexts(), settings);
  }

  private void compare(ObjectNode document, Stage old, Stage changed) {
    Map<String, Object> variables = new HashMap<>(DryDecide.variables(document));
    variables.put("eventId", variables.get("id"));
    Set<String> before = way(old, variables);
    Set<String> after = way(changed, variables);
    events++;
    if (before.equals(after)) {
      return;
    }
    different++;
    Set<String> added = new TreeSet<>(after);
    added.removeAll(before);
    Set<String> gone = new TreeSet<>(before);
    gone.removeAll(after);
    List<String> words = new ArrayList<>();
    if (!added.isEmpty()) {
      words.add("would now go to " + String.join(", ", added));
    }
    if (!gone.isEmpty()) {
      words.add("would no longer go to " + String.join(", ", gone));
    }
    String what =
        variables.containsKey("decision")
            ? variables.get("event") + ", " + variables.get("decision")
            : String.valueOf(variables.get("event"));
    differences
        .computeIfAbsent(what + ": " + String.join(", and ", words), key -> new ArrayList<>())
        .add(variables.get("id").toString());
  }

  private static Set<String> way(Stage stage, Map<String, Object> variables) {
    try {
      Course course = stage.of(variables);
      if (course.error() != null) {
        return Set.of("nowhere, because the rules fail: " + course.error());
      }
      Set<String> way =
          course.sent().stream().map(Sent::toString).collect(Collectors.toCollection(TreeSet::new));
      if (course.quarantined()) {
        way.add(QUARANTINE);
      }
      return way;
    } catch (Exception e) {
      return Set.of("nowhere, because the rules fail: " + e);
    }
  }
}
