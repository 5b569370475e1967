package org.idwiseroutes.ops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.Destination;
import org.idwiseroutes.outbox.Destinations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads destinations for operators: those with a consumer and those that only have deliveries. */
@Component
public class DestinationQueries {

  private final JdbcClient jdbc;
  private final Destinations destinations;

  DestinationQueries(JdbcClient jdbc, Destinations destinations) {
    this.jdbc = jdbc;
    this.destinations = destinations;
  }

  public List<DestinationView> all() {
    Map<String, Destination> known = new TreeMap<>();
    Map<String, Depth> depths = new TreeMap<>();
    destinations.all().forEach(destination -> known.put(destination.name(), destination));
    depths().forEach(depth -> depths.put(depth.destination(), depth));
    depths
        .keySet()
        .forEach(name -> known.putIfAbsent(name, new Destination(name, null, 0, null, null)));
    return known.values().stream()
        .map(destination -> view(destination, depths.get(destination.name())))
        .toList();
  }

  /** Whether there is a consumer or an open delivery of this destination; counts nothing. */
  boolean isKnown(String name) {
    return destinations.find(name).isPresent()
        || jdbc.sql(
                """
                SELECT EXISTS (
                  SELECT 1 FROM delivery WHERE status = 'pending' AND destination = :name)
                OR EXISTS (SELECT 1 FROM delivery WHERE status = 'dead' AND destination = :name)
                """)
            .param("name", name)
            .query(Boolean.class)
            .single();
  }

  /** The state alone, without how much waits. */
  DestinationState state(String name) {
    Destination one = destinations.find(name).orElse(new Destination(name, null, 0, null, null));
    return new DestinationState(
        one.name(), state(one), one.pausedAt(), one.heldSince(), one.heldReason(), one.failures());
  }

  private static String state(Destination destination) {
    String working = destination.isHeld() ? "held" : "delivering";
    return destination.isPaused() ? "paused" : working;
  }

  private List<Depth> depths() {
    return jdbc.sql(
            """
            SELECT destination, SUM(pending) AS pending, SUM(dead) AS dead, MIN(oldest) AS oldest
            FROM (
              SELECT destination, COUNT(*) AS pending, 0 AS dead, MIN(created_at) AS oldest
              FROM delivery WHERE status = 'pending' GROUP BY destination
              UNION ALL
              SELECT destination, 0, COUNT(*), CAST(NULL AS TIMESTAMP WITH TIME ZONE)
              FROM delivery WHERE status = 'dead' GROUP BY destination) open_ones
            GROUP BY destination
            """)
        .query(DestinationQueries::read)
        .list();
  }

  private static DestinationView view(Destination destination, Depth depth) {
    return new DestinationView(
        destination.name(),
        state(destination),
        destination.pausedAt(),
        destination.heldSince(),
        destination.heldReason(),
        destination.failures(),
        depth == null ? 0 : depth.pending(),
        depth == null ? 0 : depth.dead(),
        depth == null ? null : depth.oldest());
  }

  private static Depth read(ResultSet row, int number) throws SQLException {
    return new Depth(
        row.getString("destination"),
        row.getInt("pending"),
        row.getInt("dead"),
        SqlTime.get(row, "oldest"));
  }

  private record Depth(String destination, int pending, int dead, Instant oldest) {}
}
