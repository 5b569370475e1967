package org.idwiseroutes.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares what was sent with what the inbox, the outbox and the destinations have. */
final class Audit {

  /** One row of the outbox. */
  private record Row(
      String id, String destination, String key, String status, int successes, boolean endsAgree) {}

  private final Sender sender;
  private final Recorder recorder;
  private final JdbcClient jdbc;
  private final List<String> lost = new ArrayList<>();
  private final List<String> doubled = new ArrayList<>();
  private final List<String> outOfOrder = new ArrayList<>();
  private final List<String> stuck = new ArrayList<>();

  Audit(Sender sender, Recorder recorder, DataSource database) {
    this.sender = sender;
    this.recorder = recorder;
    this.jdbc = JdbcClient.create(database);
  }

  /** Whether nothing waits any more. */
  static boolean isSettled(DataSource database) {
    return JdbcClient.create(database)
            .sql("SELECT COUNT(*) FROM delivery WHERE status = 'pending'")
            .query(Integer.class)
            .single()
        == 0;
  }

  /** Looks at everything once. */
  Ledger run() {
    Map<String, String> states = new HashMap<>();
    jdbc.sql("SELECT event_key, state FROM event")
        .query(
            row -> {
              if (states.put(row.getString(1), row.getString(2)) != null) {
                doubled.add(row.getString(1) + " is in the inbox twice");
              }
            });
    Map<String, List<Row>> deliveries = deliveries();
    Map<String, Integer> arrivals = arrivals();
    sender.contradictions().forEach(key -> doubled.add(key + " was answered with two ids"));
    sender
        .accepted()
        .keySet()
        .forEach(
            key -> {
              if (!states.containsKey(key)) {
                lost.add(key + " was answered 200 and is not in the inbox");
              } else {
                deliveries(
                    sender.sent().get(key), deliveries.getOrDefault(key, List.of()), arrivals);
              }
            });
    order(deliveries, arrivals);
    return new Ledger(
        sender.sent().size(), sender.accepted().size(), lost, doubled, outOfOrder, stuck);
  }

  private Map<String, List<Row>> deliveries() {
    Map<String, List<Row>> byEvent = new HashMap<>();
    jdbc.sql(
            """
            SELECT d.id, d.destination, e.event_key, d.status,
              (SELECT COUNT(*) FROM every_attempt a
               WHERE a.delivery_id = d.id AND a.outcome IN ('delivered', 'nothing-to-do')) AS successes,
              (SELECT MAX(a.number) FROM every_attempt a WHERE a.delivery_id = d.id) = d.attempts
                AS ends_agree
            FROM delivery d JOIN event e ON e.id = d.event_id ORDER BY d.seq
            """)
        .query(
            (row, number) ->
                new Row(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getInt(5),
                    row.getBoolean(6)))
        .list()
        .forEach(row -> byEvent.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
    return byEvent;
  }

  /** The place of each delivery's first effect among all of its destination. */
  private Map<String, Integer> arrivals() {
    Map<String, Integer> arrivals = new HashMap<>();
    List<Recorder.Effect> effects = recorder.effects();
    for (int i = 0; i < effects.size(); i++) {
      arrivals.putIfAbsent(effects.get(i).key().substring(0, 36), i);
    }
    List<String> mailed = recorder.mailed();
    for (int i = 0; i < mailed.size(); i++) {
      arrivals.put(mailed.get(i), i);
    }
    return arrivals;
  }

  private void deliveries(Story.Step step, List<Row> rows, Map<String, Integer> arrivals) {
    Set<String> found = new HashSet<>();
    for (Row row : rows) {
      String name = step.key() + " to " + row.destination();
      if (!found.add(row.destination())) {
        doubled.add(name + " has two deliveries");
      }
      if (row.successes() > 1) {
        doubled.add(name + " was counted as delivered twice");
      }
      // A killed node may have closed the ticket and not have noted its success: the next attempt
      // then finds none open.
      boolean nothingToDo =
          row.status().equals("nothing-to-do")
              && (!step.calls().contains(row.destination()) || arrivals.containsKey(row.id()));
      if (!row.status().equals("delivered") && !nothingToDo) {
        stuck.add(name + " is " + row.status());
      } else if (row.successes() == 0 || !row.endsAgree()) {
        doubled.add(name + " was ended by an attempt that was not its last");
      }
      if (step.calls().contains(row.destination()) && !arrivals.containsKey(row.id())) {
        lost.add(name + " never arrived");
      }
    }
    Set<String> expected = new HashSet<>(step.destinations());
    expected.add("decide");
    expected.stream()
        .filter(destination -> !found.contains(destination))
        .forEach(destination -> lost.add(step.key() + " has no delivery to " + destination));
    found.stream()
        .filter(destination -> !expected.contains(destination))
        .forEach(destination -> doubled.add(step.key() + " has a delivery to " + destination));
  }

  /** A journey's steps have to arrive at each destination in their order. */
  private void order(Map<String, List<Row>> deliveries, Map<String, Integer> arrivals) {
    Map<String, TreeMap<Integer, Integer>> lanes = new TreeMap<>();
    deliveries.forEach(
        (key, rows) -> {
          int dash = key.lastIndexOf('-');
          for (Row row : rows) {
            if (arrivals.containsKey(row.id())) {
              lanes
                  .computeIfAbsent(
                      key.substring(0, dash) + " at " + row.destination(), any -> new TreeMap<>())
                  .put(Integer.parseInt(key.substring(dash + 1)), arrivals.get(row.id()));
            }
          }
        });
    lanes.forEach(
        (lane, byStep) -> {
          List<Integer> order = List.copyOf(byStep.values());
          if (!order.equals(order.stream().sorted().toList())) {
            outOfOrder.add(lane + ": " + byStep);
          }
        });
  }
}
