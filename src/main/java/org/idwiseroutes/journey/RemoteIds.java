package org.idwiseroutes.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ids that other systems gave to what belongs to a journey, by name. */
@Component
class RemoteIds {

  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  private static final String SELECT =
      "SELECT remote_ids FROM journey WHERE source = :source AND journey_key = :key";

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  RemoteIds(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** All of a journey's, none when it is not known. */
  Map<String, String> of(JourneyKey journey) {
    return read(SELECT, journey);
  }

  /** Changes them; concurrent changes of one journey come one after the other. */
  @Transactional
  public void change(JourneyKey journey, Consumer<Map<String, String>> change) {
    jdbc.sql(Journeys.INSERT)
        .param("source", journey.source())
        .param("key", journey.key())
        .param("now", SqlTime.of(clock.instant()))
        .update();
    Map<String, String> remoteIds = read(SELECT + " FOR UPDATE", journey);
    change.accept(remoteIds);
    jdbc.sql("UPDATE journey SET remote_ids = :ids WHERE source = :source AND journey_key = :key")
        .param("ids", write(remoteIds))
        .param("source", journey.source())
        .param("key", journey.key())
        .update();
  }

  private Map<String, String> read(String sql, JourneyKey journey) {
    return jdbc.sql(sql)
        .param("source", journey.source())
        .param("key", journey.key())
        .query(String.class)
        .optional()
        .map(this::read)
        .orElseGet(TreeMap::new);
  }

  private Map<String, String> read(String text) {
    try {
      return json.readValue(text, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored remote ids are not JSON", e);
    }
  }

  private String write(Map<String, String> remoteIds) {
    try {
      return json.writeValueAsString(remoteIds);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Remote ids cannot be written as JSON", e);
    }
  }
}
