package org.idwiseroutes.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.database.StoredText;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code proposal}: what waits for a second person. */
@Component
public class Proposals {

  static final String WAITING = "waiting";

  private static final int LONGEST_WHAT = 700;

  private final FourEyesProperties properties;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final NoArgGenerator ids;
  private final Clock clock;

  Proposals(
      FourEyesProperties properties,
      JdbcClient jdbc,
      ObjectMapper json,
      NoArgGenerator ids,
      Clock clock) {
    this.properties = properties;
    this.jdbc = jdbc;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /** Whether erasing waits for a second person. */
  public boolean areForErasing() {
    return properties.erasing();
  }

  /** The latest, the newest first. */
  public List<Proposal> last(int limit) {
    return jdbc.sql("SELECT * FROM proposal ORDER BY created_at DESC, id DESC LIMIT :limit")
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  public Optional<Proposal> find(UUID id) {
    return jdbc.sql("SELECT * FROM proposal WHERE id = :id")
        .param("id", id)
        .query(this::read)
        .optional();
  }

  /** Those that somebody has to decide, the oldest first. */
  public List<Proposal> waiting() {
    return jdbc
        .sql("SELECT * FROM proposal WHERE state = 'waiting' ORDER BY created_at, id")
        .query(this::read)
        .list()
        .stream()
        .filter(one -> one.state().equals(WAITING))
        .toList();
  }

  Proposal add(String act, String what, Object request, Actor actor) {
    UUID id = ids.generate();
    jdbc.sql(
            """
            INSERT INTO proposal (id, act, what, request, operator, reason, created_at, state)
            VALUES (:id, :act, :what, :request, :operator, :reason, :now, 'waiting')
            """)
        .param("id", id)
        .param("act", act)
        .param("what", StoredText.of(what, LONGEST_WHAT))
        .param("request", write(request))
        .param("operator", actor.name())
        .param("reason", actor.reason())
        .param("now", SqlTime.of(clock.instant()))
        .update();
    return find(id).orElseThrow();
  }

  /** Ends a wait; false when somebody else has just decided. */
  boolean decide(Proposal proposal, String state, Actor actor) {
    return jdbc.sql(
                """
                UPDATE proposal SET state = :state, decided_by = :operator, decided_at = :now,
                  decision_reason = :reason
                WHERE id = :id AND state = 'waiting'
                """)
            .param("state", state)
            .param("operator", actor.name())
            .param("now", SqlTime.of(clock.instant()))
            .param("reason", actor.reason())
            .param("id", proposal.id())
            .update()
        == 1;
  }

  /** What exactly was asked for: an erasure's request, or the selection of deliveries. */
  public <T> T request(Proposal proposal, Class<T> type) {
    try {
      return json.readValue(proposal.request(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored proposal cannot be read", e);
    }
  }

  /** Removes those that were made before this and wait no longer. */
  void removeBefore(Instant limit) {
    jdbc.sql("DELETE FROM proposal WHERE created_at < :limit AND created_at < :expired")
        .param("limit", SqlTime.of(limit))
        .param("expired", SqlTime.of(clock.instant().minus(properties.expireAfter())))
        .update();
  }

  private String write(Object request) {
    try {
      return json.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A request is always JSON", e);
    }
  }

  private Proposal read(ResultSet row, int number) throws SQLException {
    Instant created = SqlTime.get(row, "created_at");
    String state = row.getString("state");
    boolean expired =
        state.equals(WAITING) && created.plus(properties.expireAfter()).isBefore(clock.instant());
    return new Proposal(
        row.getObject("id", UUID.class),
        row.getString("act"),
        row.getString("what"),
        row.getString("request"),
        row.getString("operator"),
        row.getString("reason"),
        created,
        expired ? "expired" : state,
        row.getString("decided_by"),
        SqlTime.get(row, "decided_at"),
        row.getString("decision_reason"));
  }
}
