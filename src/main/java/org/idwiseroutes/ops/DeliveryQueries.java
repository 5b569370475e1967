package org.idwiseroutes.ops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads deliveries for operators. */
@Component
public class DeliveryQueries {

  /**
   * Whom the event {@code e} is about: the source, a blank, and {@code r} with the reference, which
   * another event of the journey may have told, or {@code j} with the journey; null for nobody.
   */
  public static final String PERSON =
      """
      COALESCE(
        e.source || ' r' || e.reference_no,
        e.source || ' r' || (
          SELECT j.reference_no FROM journey j
          WHERE j.journey_key = e.journey_key AND j.source = e.source),
        e.source || ' j' || e.journey_key)
      """;

  static final String FROM = " FROM delivery LEFT JOIN event ON event.id = delivery.event_id";

  private static final String SELECT =
      """
      SELECT delivery.id, delivery.destination, delivery.event_id, event.source,
        event.event, event.journey_id, event.reference_no, delivery.status, delivery.series,
        delivery.attempts, delivery.next_attempt_at, delivery.leased_until, delivery.last_error,
        delivery.created_at, delivery.finished_at, delivery.rules
      """
          + FROM;

  private final JdbcClient jdbc;
  private final Reused<List<FailureGroup>> failureGroups;

  DeliveryQueries(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.failureGroups = new Reused<>(clock, () -> readFailureGroups(new Filter()));
  }

  public Page<DeliveryView> page(Filter filter, int limit) {
    List<DeliveryView> rows =
        jdbc.sql(SELECT + filter.where() + " ORDER BY delivery.id DESC LIMIT :limit")
            .params(filter.parameters())
            .param("limit", limit + 1)
            .query(DeliveryQueries::read)
            .list();
    return Page.of(rows, limit, DeliveryView::id);
  }

  public Optional<DeliveryView> find(UUID id) {
    return jdbc.sql(SELECT + " WHERE delivery.id = :id")
        .param("id", id)
        .query(DeliveryQueries::read)
        .optional()
        .filter(delivery -> VisibleSources.see(delivery.source()))
        .map(delivery -> withHistory(List.of(delivery)).get(0));
  }

  /** The deliveries of several events, each event's in their order, without their history. */
  Map<UUID, List<DeliveryView>> ofEvents(Collection<UUID> eventIds) {
    if (eventIds.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(SELECT + " WHERE delivery.event_id IN (:ids) ORDER BY delivery.seq")
        .param("ids", eventIds)
        .query(DeliveryQueries::read)
        .list()
        .stream()
        .collect(Collectors.groupingBy(DeliveryView::eventId));
  }

  List<DeliveryView> withHistory(List<DeliveryView> deliveries) {
    if (deliveries.isEmpty()) {
      return deliveries;
    }
    Map<UUID, List<AttemptView>> attempts =
        jdbc
            .sql(
                """
                SELECT * FROM every_attempt WHERE delivery_id IN (:ids)
                ORDER BY delivery_id, series, number
                """)
            .param("ids", deliveries.stream().map(DeliveryView::id).toList())
            .query(DeliveryQueries::readAttempt)
            .list()
            .stream()
            .collect(Collectors.groupingBy(AttemptView::deliveryId));
    return deliveries.stream()
        .map(delivery -> delivery.with(attempts.getOrDefault(delivery.id(), List.of())))
        .toList();
  }

  /** The same up to this many and one. */
  public int countUpTo(int most, Filter filter) {
    return jdbc.sql(
            "SELECT COUNT(*) FROM (SELECT 1" + FROM + filter.where() + " LIMIT :most) counted")
        .params(filter.parameters())
        .param("most", most + 1)
        .query(Integer.class)
        .single();
  }

  /** How many there are. */
  public int count(Filter filter) {
    return jdbc.sql("SELECT COUNT(*)" + FROM + filter.where())
        .params(filter.parameters())
        .query(Integer.class)
        .single();
  }

  /**
   * What failed, by destination and reason: dead ones first, then those that are tried again; the
   * largest first.
   */
  public List<FailureGroup> failureGroups() {
    return VisibleSources.limited().isPresent()
        ? readFailureGroups(new Filter().visible("visible_event.source"))
        : failureGroups.get();
  }

  private List<FailureGroup> readFailureGroups(Filter visible) {
    String ofSources =
        visible.where().isEmpty()
            ? ""
            : " AND EXISTS (SELECT 1 FROM event visible_event"
                + visible.where()
                + " AND visible_event.id = delivery.event_id)";
    return jdbc.sql(
            """
            SELECT destination, status, failure_group, COUNT(*) AS number,
              COUNT(DISTINCT person) AS people, MIN(created_at) AS first_at,
              MAX(finished_at) AS last_at
            FROM (
              SELECT destination, status, failure_group, created_at, finished_at, (
                SELECT %s FROM event e WHERE e.id = delivery.event_id) AS person
              FROM delivery
              WHERE (status = 'dead' OR (status = 'pending' AND failure_group IS NOT NULL))
                %s) failed
            GROUP BY destination, status, failure_group
            ORDER BY status, number DESC, destination, failure_group
            """
                .formatted(PERSON, ofSources))
        .params(visible.parameters())
        .query(
            (row, number) ->
                new FailureGroup(
                    row.getString("destination"),
                    row.getString("status"),
                    row.getString("failure_group"),
                    row.getInt("number"),
                    row.getInt("people"),
                    SqlTime.get(row, "first_at"),
                    SqlTime.get(row, "last_at")))
        .list();
  }

  /** The oldest of those chosen. */
  public Optional<UUID> oldest(DeliverySelection chosen) {
    return of("SELECT delivery.id", chosen, " ORDER BY delivery.seq LIMIT 1")
        .query(UUID.class)
        .optional();
  }

  /** How many of those chosen came to nothing: a later one of their lane was delivered. */
  public int superseded(DeliverySelection chosen) {
    return of(
            "SELECT COUNT(*)",
            chosen,
            """
             AND EXISTS (SELECT 1 FROM delivery later WHERE later.lane = delivery.lane
              AND later.status = 'delivered' AND later.seq > delivery.seq)
            """)
        .query(Integer.class)
        .single();
  }

  /** How many people those chosen are about. */
  public int people(DeliverySelection chosen) {
    return jdbc.sql(
            """
            SELECT COUNT(DISTINCT person) FROM (
              SELECT (SELECT %s FROM event e WHERE e.id = delivery.event_id) AS person
            """
                    .formatted(PERSON)
                + FROM
                + chosen.filter().where()
                + ") persons")
        .params(chosen.filter().parameters())
        .query(Integer.class)
        .single();
  }

  private JdbcClient.StatementSpec of(String select, DeliverySelection chosen, String rest) {
    Filter filter = chosen.filter();
    return jdbc.sql(select + FROM + filter.where() + rest).params(filter.parameters());
  }

  /** How much waits or is dead at each destination that has any. */
  List<Depth> depths() {
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
        .query(
            (row, number) ->
                new Depth(
                    row.getString("destination"),
                    row.getInt("pending"),
                    row.getInt("dead"),
                    SqlTime.get(row, "oldest")))
        .list();
  }

  /** Whether anything waits or is dead at a destination; counts nothing. */
  boolean hasOpen(String destination) {
    return jdbc.sql(
            """
            SELECT EXISTS (
              SELECT 1 FROM delivery WHERE status = 'pending' AND destination = :name)
            OR EXISTS (SELECT 1 FROM delivery WHERE status = 'dead' AND destination = :name)
            """)
        .param("name", destination)
        .query(Boolean.class)
        .single();
  }

  private static DeliveryView read(ResultSet row, int number) throws SQLException {
    boolean waiting =
        "pending".equals(row.getString("status")) && row.getString("leased_until") == null;
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getString("destination"),
        row.getObject("event_id", UUID.class),
        row.getString("source"),
        row.getString("event"),
        row.getString("journey_id"),
        row.getString("reference_no"),
        row.getString("status"),
        row.getInt("series"),
        row.getInt("attempts"),
        waiting ? SqlTime.get(row, "next_attempt_at") : null,
        SqlTime.get(row, "leased_until"),
        row.getString("last_error"),
        SqlTime.get(row, "created_at"),
        SqlTime.get(row, "finished_at"),
        row.getObject("rules", Integer.class),
        null);
  }

  private static AttemptView readAttempt(ResultSet row, int number) throws SQLException {
    return new AttemptView(
        row.getObject("delivery_id", UUID.class),
        row.getInt("series"),
        row.getInt("number"),
        row.getString("outcome"),
        row.getString("error"),
        row.getString("node"),
        SqlTime.get(row, "started_at"),
        row.getLong("duration_ms"));
  }

  /**
   * How much is open at a destination.
   *
   * @param oldest when the oldest pending one was added; null when none is pending
   */
  record Depth(String destination, int pending, int dead, Instant oldest) {}
}
