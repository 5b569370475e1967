package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.Sent;

/** Gathers, event by event, what two versions of the routes do otherwise. */
final class Differences {

  private static final int EXAMPLES = 100;
  private static final String DECIDE = "decide";

  private final Version old;
  private final Version changed;
  private final boolean sameRules;
  private final Map<String, Found> groups = new TreeMap<>();
  private int events;
  private int different;
  private int unrouted;

  Differences(Version old, Version changed) {
    this.old = old;
    this.changed = changed;
    this.sameRules = old.text(DECIDE).equals(changed.text(DECIDE));
  }

  /** Events with the same difference. */
  private static final class Found {
    private int count;
    private final List<Comparison.Example> examples = new ArrayList<>();
  }

  Comparison comparison() {
    return new Comparison(
        events,
        different,
        unrouted,
        groups.entrySet().stream()
            .map(
                group ->
                    new Comparison.Group(
                        group.getKey(), group.getValue().count, group.getValue().examples))
            .sorted(Comparator.comparingInt(Comparison.Group::count).reversed())
            .toList());
  }

  /** An event of the past, with what it meant when it was decided. */
  void add(ObjectNode document) {
    Map<String, Object> variables = DryDecide.variables(document);
    String text = document.toString();
    Course before = old.decide(variables, text);
    Course after = sameRules ? before : changed.decide(variables, text);
    events++;
    Way way = Way.of(before);
    Way other = Way.of(after);
    Map<String, Way.Moved> moved = way.movedTo(other);
    Set<String> added = other.without(way);
    Set<String> gone = way.without(other);
    moved.values().forEach(one -> added.remove(one.after()));
    moved.values().forEach(one -> gone.remove(one.before()));
    ShownRequests shown = ShownRequests.of(document);
    List<String> words = new ArrayList<>();
    if (!added.isEmpty()) {
      words.add("would now go to " + String.join(", ", added));
    }
    if (!gone.isEmpty()) {
      words.add("would no longer go to " + String.join(", ", gone));
    }
    moved.forEach(
        (destination, one) -> {
          Sent carried = way.sent(one.before());
          Sent carries = other.sent(one.after());
          words.add(
              "%s would carry %s instead of %s"
                  .formatted(destination, words(carries), words(carried)));
          compare(destination, carried, carries, shown);
        });
    for (String kept : way.keptBy(other)) {
      if (mayDiffer(way.sent(kept), other.sent(kept))) {
        Set<String> fields = compare(kept, way.sent(kept), other.sent(kept), shown);
        if (!fields.isEmpty()) {
          words.add("%s would be asked otherwise (%s)".formatted(kept, String.join(", ", fields)));
        }
      }
    }
    if (words.isEmpty()) {
      return;
    }
    different++;
    if (after.quarantined() && !before.quarantined()) {
      unrouted++;
    }
    Found found =
        groups.computeIfAbsent(
            what(variables) + ": " + String.join(", and ", words), key -> new Found());
    found.count++;
    if (found.examples.size() < EXAMPLES) {
      gone.stream().map(way::sent).forEach(one -> shown.before(delivered(old, one)));
      added.stream().map(other::sent).forEach(one -> shown.after(delivered(changed, one)));
      found.examples.add(shown.example(variables.get("id").toString()));
    }
  }

  /** Answers which fields of its requests differ. */
  private Set<String> compare(String place, Sent before, Sent after, ShownRequests shown) {
    return shown.changes(place, old.deliver(before), changed.deliver(after));
  }

  private static String words(Sent sent) {
    return sent.variables().isEmpty()
        ? "nothing"
        : sent.variables().entrySet().stream()
            .map(variable -> variable.getKey() + ": " + variable.getValue())
            .collect(Collectors.joining(", "));
  }

  private static Delivered delivered(Version version, Sent sent) {
    return sent == null ? new Delivered(List.of(), null, null) : version.deliver(sent);
  }

  private boolean mayDiffer(Sent before, Sent after) {
    return !before.equals(after)
        || !old.text(before.destination()).equals(changed.text(after.destination()));
  }

  private static String what(Map<String, Object> variables) {
    return variables.containsKey("decision")
        ? variables.get("event") + ", " + variables.get("decision")
        : String.valueOf(variables.get("event"));
  }
}
