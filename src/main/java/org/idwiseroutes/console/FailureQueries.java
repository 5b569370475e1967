package org.idwiseroutes.console;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.idwiseroutes.database.Chunks;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what failed, grouped by destination and reason. */
@Component
class FailureQueries {

  private static final Pattern STATUS = Pattern.compile("HTTP \\d{3}");

  /** Ids, times and numbers: what differs between failures that are the same. */
  private static final Pattern PARTICULARS =
      Pattern.compile(
          "\\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\\b|\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?|\\b[0-9a-fA-F]*\\d[0-9a-fA-F]*\\b");

  private final JdbcClient jdbc;

  FailureQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Dead ones first, then those that are tried again; the largest first. */
  List<FailureGroup> groups() {
    Map<List<String>, FailureGroup> groups = new LinkedHashMap<>();
    jdbc.sql(
            """
            SELECT destination, status, last_error, COUNT(*) AS number,
              MIN(created_at) AS first_at, MAX(created_at) AS last_at
            FROM delivery WHERE status = 'dead'
            GROUP BY destination, status, last_error
            UNION ALL
            SELECT destination, status, last_error, COUNT(*), MIN(created_at), MAX(created_at)
            FROM delivery WHERE status = 'pending' AND last_error IS NOT NULL
            GROUP BY destination, status, last_error
            """)
        .query(
            (row, number) ->
                new FailureGroup(
                    row.getString("destination"),
                    row.getString("status"),
                    normalise(row.getString("last_error")),
                    row.getInt("number"),
                    SqlTime.get(row, "first_at"),
                    SqlTime.get(row, "last_at")))
        .list()
        .forEach(
            group ->
                groups.merge(
                    List.of(group.destination(), group.status(), group.error()),
                    group,
                    FailureGroup::with));
    return groups.values().stream()
        .sorted(
            Comparator.comparing(FailureGroup::status)
                .thenComparing(FailureGroup::count, Comparator.reverseOrder()))
        .toList();
  }

  /** The dead deliveries of a group, the oldest first. */
  List<UUID> dead(String destination, String error) {
    return jdbc
        .sql(
            """
            SELECT id, last_error FROM delivery
            WHERE status = 'dead' AND destination = :destination ORDER BY seq
            """)
        .param("destination", destination)
        .query((row, number) -> Map.entry(row.getObject("id", UUID.class), text(row.getString(2))))
        .list()
        .stream()
        .filter(delivery -> normalise(delivery.getValue()).equals(error))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** How many of these came to nothing by now: a later one of their lane was delivered. */
  int superseded(List<UUID> ids) {
    return Chunks.of(ids).mapToInt(this::supersededOf).sum();
  }

  private int supersededOf(List<UUID> ids) {
    return jdbc.sql(
            """
            SELECT COUNT(*) FROM delivery d WHERE id IN (:ids) AND EXISTS (
              SELECT 1 FROM delivery later WHERE later.lane = d.lane
                AND later.status = 'delivered' AND later.seq > d.seq)
            """)
        .param("ids", ids)
        .query(Integer.class)
        .single();
  }

  static String normalise(String error) {
    String text = text(error);
    var status = STATUS.matcher(text);
    String head = status.lookingAt() ? status.group() : "";
    return head + PARTICULARS.matcher(text.substring(head.length())).replaceAll("#");
  }

  private static String text(String error) {
    return error == null ? "" : error;
  }
}
