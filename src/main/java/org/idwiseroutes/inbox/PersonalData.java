package org.idwiseroutes.inbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database holds of a journey, in all tables. */
@Component
class PersonalData {

  private final JdbcClient jdbc;

  PersonalData(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What names the person: the journey's id, and the references that came with it. */
  List<String> names(String source, String journeyId) {
    List<String> names = new ArrayList<>(List.of(journeyId));
    names.addAll(
        jdbc.sql(
                """
                SELECT DISTINCT reference_no FROM event
                WHERE source = :source AND journey_key = :journey AND reference_no IS NOT NULL
                """)
            .param("source", source)
            .param("journey", journeyId)
            .query(String.class)
            .list());
    return names;
  }

  /**
   * Erases all of it in the surrounding transaction. The deliveries are locked first: whoever is
   * deciding one of the events commits before.
   */
  ErasureReport erase(String source, String journeyId, List<String> names) {
    Set<UUID> garbage = new LinkedHashSet<>();
    names.forEach(name -> garbage.addAll(garbage(name)));
    int quarantined = quarantined(source, journeyId) + garbage.size();
    Set<UUID> all = new LinkedHashSet<>(events(source, journeyId));
    all.addAll(garbage);
    int attempts = 0;
    int deliveries = 0;
    if (!all.isEmpty()) {
      lock(all);
      attempts =
          update(
              """
              DELETE FROM attempt
              WHERE delivery_id IN (SELECT id FROM delivery WHERE event_id IN (:ids))
              """,
              all);
      deliveries = update("DELETE FROM delivery WHERE event_id IN (:ids)", all);
      update(
          """
          UPDATE event SET state = 'erased', payload = '', journey_id = NULL, journey_key = NULL,
            reference_no = NULL, problem = NULL, decision = NULL, previous_decision = NULL,
            changed = NULL, outcome = NULL, stale = NULL, worse = NULL,
            verdict = NULL
          WHERE id IN (:ids)
          """,
          all);
    }
    delete("api_call", source, journeyId);
    return new ErasureReport(
        all.size(),
        quarantined,
        deliveries,
        attempts,
        delete("journey", source, journeyId),
        delete("remote_id", source, journeyId),
        0);
  }

  private List<UUID> events(String source, String journeyId) {
    return jdbc.sql("SELECT id FROM event WHERE source = :source AND journey_key = :journey")
        .param("source", source)
        .param("journey", journeyId)
        .query(UUID.class)
        .list();
  }

  private int quarantined(String source, String journeyId) {
    return jdbc.sql(
            """
            SELECT COUNT(*) FROM event
            WHERE source = :source AND journey_key = :journey AND state = 'quarantined'
            """)
        .param("source", source)
        .param("journey", journeyId)
        .query(Integer.class)
        .single();
  }

  /** What could not be read belongs to no journey; it is the person's when it names the person. */
  private List<UUID> garbage(String name) {
    return jdbc.sql(
            """
            SELECT id FROM event
            WHERE state = 'quarantined' AND journey_key IS NULL AND POSITION(:name IN payload) > 0
            """)
        .param("name", name)
        .query(UUID.class)
        .list();
  }

  private void lock(Set<UUID> ids) {
    jdbc.sql("SELECT id FROM delivery WHERE event_id IN (:ids) ORDER BY id FOR UPDATE")
        .param("ids", ids)
        .query(UUID.class)
        .list();
  }

  private int update(String sql, Set<UUID> ids) {
    return jdbc.sql(sql).param("ids", ids).update();
  }

  private int delete(String table, String source, String journeyId) {
    return jdbc.sql("DELETE FROM " + table + " WHERE source = :source AND journey_key = :journey")
        .param("source", source)
        .param("journey", journeyId)
        .update();
  }
}
