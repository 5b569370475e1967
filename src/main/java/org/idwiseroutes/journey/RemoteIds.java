package org.idwiseroutes.journey;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ids that other systems gave to what belongs to a journey, by name. */
@Component
class RemoteIds {

  private final JdbcClient jdbc;

  RemoteIds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of a journey's, by name. */
  Map<String, String> of(JourneyKey journey) {
    Map<String, String> ids = new TreeMap<>();
    statement(
            "SELECT name, id FROM remote_id WHERE source = :source AND journey_key = :key", journey)
        .query(
            row -> {
              ids.put(row.getString("name"), row.getString("id"));
            });
    return ids;
  }

  /** Keeps an id, in place of an earlier one of this name. */
  void put(JourneyKey journey, String name, String id) {
    boolean isNew =
        statement(
                    """
                    INSERT INTO remote_id (source, journey_key, name, id)
                    VALUES (:source, :key, :name, :id)
                    ON CONFLICT DO NOTHING
                    """,
                    journey)
                .param("name", name)
                .param("id", id)
                .update()
            == 1;
    if (!isNew) {
      statement(
              """
              UPDATE remote_id SET id = :id
              WHERE source = :source AND journey_key = :key AND name = :name
              """,
              journey)
          .param("name", name)
          .param("id", id)
          .update();
    }
  }

  /** Forgets an id; harmless when there is none. */
  void remove(JourneyKey journey, String name) {
    statement(
            """
            DELETE FROM remote_id
            WHERE source = :source AND journey_key = :key AND name = :name
            """,
            journey)
        .param("name", name)
        .update();
  }

  private JdbcClient.StatementSpec statement(String sql, JourneyKey journey) {
    return jdbc.sql(sql).param("source", journey.source()).param("key", journey.key());
  }
}
