package org.idwiseroutes.outbox;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.database.Plans;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code delivery}, in the order of a delivery's life: added, claimed, ended, put back,
 * removed. No statement's cost grows with what is finished or belongs to others.
 */
@Component
class DeliveryRepository {

  /**
   * What this node adds can be its own at once, claimed for the first attempt: when it is wanted,
   * the lane has nothing else pending, and the destination is neither paused nor held. The lane is
   * asked for as in {@link #DUE}.
   */
  private static final ManyRows<Added> ADD =
      new ManyRows<>(
          """
          INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, body, variables,
            urgent, status, series, attempts, next_attempt_at, fence, created_at, leased_by,
            leased_at, leased_until)
          SELECT id, destination, message_key, event_id, lane, nextval('delivery_turn'), body,
            variables, urgent, 'pending', 1, CASE WHEN own THEN 1 ELSE 0 END, due_at,
            CASE WHEN own THEN 1 ELSE 0 END, added_at, CASE WHEN own THEN owner END,
            CASE WHEN own THEN added_at END, CASE WHEN own THEN owned_until END
          FROM (
            SELECT one.*, one.owner IS NOT NULL
              AND (one.lane IS NULL OR (
                SELECT e.turn FROM delivery e
                WHERE e.lane = one.lane AND e.finished_at IS NULL ORDER BY e.turn LIMIT 1) IS NULL)
              AND NOT EXISTS (SELECT 1 FROM destination s WHERE s.name = one.destination
                AND (s.paused_at IS NOT NULL OR s.held_since IS NOT NULL)) AS own
            FROM :rows
            OFFSET 0) added
          ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.uuid("id", Added::id),
              Column.text("destination", row -> row.delivery().destination()),
              Column.text("message_key", row -> row.delivery().key()),
              Column.uuid("event_id", row -> row.delivery().eventId()),
              Column.text("lane", Added::storedLane),
              Column.text("body", row -> row.delivery().body()),
              Column.text("variables", Added::variables),
              Column.flag("urgent", row -> row.delivery().urgent()),
              Column.time("added_at", Added::at),
              Column.time("due_at", Added::dueAt),
              Column.text("owner", Added::owner),
              Column.time("owned_until", Added::ownedUntil)));

  /**
   * Due deliveries, of each lane only the first: one that waits for a retry keeps its followers
   * waiting. A claimed row is due again when its lease ends, which a node that misses the claim's
   * owner brings about at once; no index has to know of the lease. The lane's head is asked for as
   * a value and not as an anti-join, which may be planned as a join of all that is pending with
   * itself, as the first in order and not as a minimum, and by its missing end and not by its
   * status: any index on pending deliveries could be read as a whole for these.
   *
   * <p>Whether the destination is paused or held is asked once, in the same statement: a claim for
   * all that is due sees a pause that was committed before it.
   */
  private static final String DUE =
      """
      SELECT d.id, d.lane, d.event_id, d.body, d.variables, d.series, d.attempts, d.fence,
             d.leased_by, d.leased_at, d.leased_until, d.next_attempt_at,
             (SELECT f.turn FROM delivery f
              WHERE f.lane = d.lane AND f.finished_at IS NULL AND f.turn > d.turn
              ORDER BY f.turn LIMIT 1) IS NOT NULL AS followed
      FROM delivery d
      WHERE d.destination = :destination AND d.status = 'pending'
        AND d.next_attempt_at >= :from AND d.next_attempt_at <= :now
        AND (d.leased_until IS NULL OR d.leased_until <= :now)
        AND (d.lane IS NULL OR d.turn = (
          SELECT e.turn FROM delivery e
          WHERE e.lane = d.lane AND e.finished_at IS NULL ORDER BY e.turn LIMIT 1))
        %s
      ORDER BY d.next_attempt_at, d.turn
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  private static final String IF_OPEN =
      """
      AND NOT EXISTS (SELECT 1 FROM destination s WHERE s.name = :destination
        AND (s.paused_at IS NOT NULL OR s.held_since IS NOT NULL))
      """;

  /**
   * The status is asked for in a way that no index on pending deliveries answers. While these are
   * few, reading such an index as a whole looks as cheap as one row by its id, and a connection
   * keeps a plan that it has made then until the table is analyzed.
   */
  private static final String IF_PENDING = "AND COALESCE(status, '') = 'pending'";

  private static final String WITHDRAWN = "withdrawn: the rules of later would not have sent it";

  /** Rows are locked in one order, as PostgreSQL sorts them, so that nobody waits crosswise. */
  private static final Comparator<UUID> AS_IN_THE_DATABASE = Comparator.comparing(UUID::toString);

  private static final Comparator<Ending> BY_ID =
      Comparator.comparing(ending -> ending.delivery().id(), AS_IN_THE_DATABASE);

  /**
   * A delivery on its way into the table.
   *
   * @param owner the node that would begin it at once; null for none
   * @param ownedUntil how long that would hold
   */
  record Added(
      UUID id,
      NewDelivery delivery,
      String storedLane,
      String variables,
      Instant at,
      String owner,
      Instant ownedUntil) {

    Instant dueAt() {
      return delivery.notBefore() == null ? at : delivery.notBefore();
    }

    Added ownedBy(Node node, Duration lease) {
      return new Added(id, delivery, storedLane, variables, at, node.name(), at.plus(lease));
    }
  }

  private record Found(Delivery delivery, Instant nextAttemptAt) {}

  /** A claim of a node. */
  record Leased(UUID id, String destination, long fence) {}

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final Plans plans;
  private final AttemptRepository attempts;
  private final ClaimCursors cursors;
  private final Variables variables;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final Node node;

  DeliveryRepository(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batch,
      Plans plans,
      AttemptRepository attempts,
      ClaimCursors cursors,
      Variables variables,
      NoArgGenerator ids,
      Clock clock,
      Node node) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.plans = plans;
    this.attempts = attempts;
    this.cursors = cursors;
    this.variables = variables;
    this.ids = ids;
    this.clock = clock;
    this.node = node;
  }

  /** A delivery that can be added, now. */
  Added prepare(NewDelivery delivery) {
    return new Added(
        ids.generate(),
        delivery,
        storedLane(delivery.destination(), delivery.lane()),
        variables.write(delivery.variables()),
        clock.instant(),
        null,
        null);
  }

  /**
   * Adds them as pending, but for those whose destination has one with their key already.
   *
   * @return those that are their owner's, claimed for their first attempt
   */
  List<Delivery> add(List<Added> added) {
    Map<UUID, Added> wanted =
        added.stream()
            .filter(one -> one.owner() != null)
            .collect(Collectors.toMap(Added::id, Function.identity()));
    return ADD.insertFor(batch, added, "id", "leased_by").stream()
        .filter(inserted -> inserted.get("leased_by") != null)
        .map(inserted -> claimed(wanted.get((UUID) inserted.get("id"))))
        .toList();
  }

  private Delivery claimed(Added added) {
    NewDelivery delivery = added.delivery();
    return new Delivery(
        added.id(),
        delivery.destination(),
        delivery.lane(),
        delivery.eventId(),
        delivery.body(),
        variables.read(added.variables()),
        1,
        1,
        1,
        null,
        null,
        null,
        false);
  }

  /**
   * Those of these deliveries before which nothing is pending in their lanes, and whose destination
   * is neither paused nor held by now.
   */
  Set<UUID> first(List<Delivery> deliveries) {
    return Set.copyOf(
        jdbc.sql(
                """
                SELECT d.id FROM delivery d
                WHERE d.id = ANY(:ids) AND (d.lane IS NULL OR d.turn = (
                  SELECT e.turn FROM delivery e
                  WHERE e.lane = d.lane AND e.finished_at IS NULL ORDER BY e.turn LIMIT 1))
                  AND NOT EXISTS (SELECT 1 FROM destination s WHERE s.name = d.destination
                    AND (s.paused_at IS NOT NULL OR s.held_since IS NOT NULL))
                """)
            .param("ids", SqlArrays.ofIds(deliveries.stream().map(Delivery::id)))
            .query(UUID.class)
            .list());
  }

  /**
   * A lane is stored together with its destination in one column. So there is one index only that
   * can answer for a lane, and no statistics, however old, can make the planner read all that is
   * pending for the destination instead.
   */
  private static String storedLane(String destination, String lane) {
    return lane == null ? null : destination + "/" + lane;
  }

  private static String readLane(String destination, String stored) {
    return stored == null ? null : stored.substring(destination.length() + 1);
  }

  /**
   * Claims due deliveries for one attempt each, under a lease and a new fencing token. The attempt
   * counts from here on, so that one which takes its node down with it is not tried for ever.
   */
  @Transactional
  public List<Delivery> claim(Due wanted, int limit, Duration lease) {
    Instant now = clock.instant();
    List<Delivery> claimed = lock(wanted, limit, now, 1);
    if (!claimed.isEmpty()) {
      attempts.recordLost(claimed.stream().filter(one -> one.lostNode() != null).toList(), lease);
      jdbc.sql(
              """
              UPDATE delivery SET leased_by = :node, leased_at = :now, leased_until = :until,
                fence = fence + 1, attempts = attempts + 1
              WHERE id = ANY(:ids)
              """)
          .param("node", node.name())
          .param("now", SqlTime.of(now))
          .param("until", SqlTime.of(now.plus(lease)))
          .param("ids", SqlArrays.ofIds(claimed.stream().map(Delivery::id)))
          .update();
    }
    return claimed;
  }

  /**
   * Locks due deliveries until the surrounding transaction ends, which must also end the attempts.
   */
  List<Delivery> lock(Due wanted, int limit) {
    return lock(wanted, limit, clock.instant(), 0);
  }

  /** {@code fenceStep} is by how much the claim that is made of it raises the fencing token. */
  private List<Delivery> lock(Due due, int limit, Instant now, int fenceStep) {
    plans.inIndexOrder();
    Instant from = cursors.of(due);
    List<Found> found = find(due, from, limit, now, fenceStep);
    if (found.size() < limit && !from.equals(ClaimCursors.FIRST)) {
      from = ClaimCursors.FIRST;
      found = find(due, from, limit, now, fenceStep);
    }
    if (found.size() < limit) {
      cursors.tooFew(due);
    } else {
      cursors.enough(due, from, found.get(0).nextAttemptAt());
    }
    return found.stream().map(Found::delivery).toList();
  }

  private List<Found> find(Due due, Instant from, int limit, Instant now, int fenceStep) {
    String sql =
        DUE.formatted((due.urgentOnly() ? "AND d.urgent " : "") + (due.probe() ? "" : IF_OPEN));
    return jdbc.sql(sql)
        .param("destination", due.destination())
        .param("from", SqlTime.of(from))
        .param("now", SqlTime.of(now))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Found(
                    read(due.destination(), row, fenceStep), SqlTime.get(row, "next_attempt_at")))
        .list();
  }

  private Delivery read(String destination, ResultSet row, int fenceStep) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        destination,
        readLane(destination, row.getString("lane")),
        row.getObject("event_id", UUID.class),
        row.getString("body"),
        variables.read(row.getString("variables")),
        row.getInt("series"),
        row.getInt("attempts") + 1,
        row.getLong("fence") + fenceStep,
        row.getString("leased_by"),
        SqlTime.get(row, "leased_at"),
        SqlTime.get(row, "leased_until"),
        row.getBoolean("followed"));
  }

  /** Those of these destinations at which something is due that nobody has claimed. */
  List<String> due(Set<String> destinations) {
    return jdbc.sql(
            """
            SELECT wanted.name FROM UNNEST(CAST(:names AS VARCHAR ARRAY)) AS wanted (name)
            WHERE (
              SELECT d.turn FROM delivery d
              WHERE d.destination = wanted.name AND d.status = 'pending'
                AND d.next_attempt_at <= :now
                AND (d.leased_until IS NULL OR d.leased_until <= :now)
              ORDER BY d.next_attempt_at, d.turn LIMIT 1) IS NOT NULL
            """)
        .param("names", SqlArrays.ofTexts(destinations.stream()))
        .param("now", SqlTime.of(clock.instant()))
        .query(String.class)
        .list();
  }

  /** Takes claims back as if they had never been; a claim that is no longer the latest stays. */
  void giveBack(List<Delivery> claimed) {
    batch.batchUpdate(
        """
        UPDATE delivery SET attempts = :attempts, leased_by = NULL, leased_until = NULL
        WHERE id = :id AND fence = :fence
        """
            + IF_PENDING,
        claimed.stream()
            .sorted(Comparator.comparing(Delivery::id, AS_IN_THE_DATABASE))
            .map(
                delivery ->
                    new MapSqlParameterSource()
                        .addValue("attempts", delivery.attempt() - 1)
                        .addValue("id", delivery.id())
                        .addValue("fence", delivery.fence()))
            .toArray(SqlParameterSource[]::new));
  }

  /** What a node has claimed and not ended. */
  List<Leased> leasedBy(String node) {
    return leased("leased_by = :node", node);
  }

  /** What nodes other than this have claimed and not ended. */
  List<Leased> leasedByOthers() {
    return leased("leased_by <> :node", node.name());
  }

  private List<Leased> leased(String condition, String node) {
    return jdbc.sql(
            "SELECT id, destination, fence FROM delivery WHERE status = 'pending' AND " + condition)
        .param("node", node)
        .query(
            (row, number) ->
                new Leased(
                    row.getObject("id", UUID.class),
                    row.getString("destination"),
                    row.getLong("fence")))
        .list();
  }

  /** Ends the leases of claims, but for those that have been followed by others. */
  int free(List<Leased> claims) {
    int[] freed =
        batch.batchUpdate(
            """
            UPDATE delivery SET leased_until = :now
            WHERE id = :id AND fence = :fence AND leased_until > :now
            """
                + IF_PENDING,
            claims.stream()
                .sorted(Comparator.comparing(Leased::id, AS_IN_THE_DATABASE))
                .map(
                    one ->
                        new MapSqlParameterSource()
                            .addValue("now", SqlTime.of(clock.instant()))
                            .addValue("id", one.id())
                            .addValue("fence", one.fence()))
                .toArray(SqlParameterSource[]::new));
    return IntStream.of(freed).sum();
  }

  /** Whether a later delivery of the same lane has been delivered. */
  boolean isOvertaken(Delivery delivery) {
    return jdbc.sql(
                """
                SELECT COUNT(*) FROM delivery d JOIN delivery later
                  ON later.lane = d.lane AND later.status = 'delivered' AND later.seq > d.seq
                WHERE d.id = :id
                """)
            .param("id", delivery.id())
            .query(Integer.class)
            .single()
        > 0;
  }

  /**
   * Ends attempts and records them.
   *
   * @return for each whether it counts: false, and nothing was changed, when the claim is no longer
   *     the latest
   */
  List<Boolean> end(List<Ending> endings) {
    OffsetDateTime now = SqlTime.of(clock.instant());
    List<Ending> ordered = endings.stream().sorted(BY_ID).toList();
    keepAttempts(ordered);
    int[] changed =
        batch.batchUpdate(
            """
            UPDATE delivery SET status = :status, attempts = :attempts, last_error = :error,
              failure_group = :group, next_attempt_at = :next, finished_at = :finished,
              leased_by = NULL, leased_until = NULL, attempt_node = :node,
              attempt_series = :series, attempt_number = :number, attempt_started_at = :started,
              attempt_ms = :duration, rules = COALESCE(CAST(:rules AS INT), rules)
            WHERE id = :id AND fence = :fence
            """
                + IF_PENDING,
            ordered.stream().map(one -> end(one, now)).toArray(SqlParameterSource[]::new));
    Set<Ending> counting = Collections.newSetFromMap(new IdentityHashMap<>());
    IntStream.range(0, changed.length)
        .filter(i -> changed[i] == 1)
        .forEach(i -> counting.add(ordered.get(i)));
    attempts.record(
        endings.stream()
            .filter(counting::contains)
            .filter(ending -> ending.attempt() != null && !ending.isPlain()));
    return endings.stream().map(counting::contains).toList();
  }

  /** A node of a version that knows nothing of it leaves the attempt of the series before there. */
  private void keepAttempts(List<Ending> endings) {
    List<UUID> replayed =
        endings.stream()
            .map(Ending::delivery)
            .filter(delivery -> delivery.series() > 1)
            .map(Delivery::id)
            .toList();
    if (!replayed.isEmpty()) {
      attempts.keep(replayed);
    }
  }

  private SqlParameterSource end(Ending ending, OffsetDateTime now) {
    boolean pending = ending.status() == DeliveryStatus.PENDING;
    boolean plain = ending.isPlain();
    return new MapSqlParameterSource()
        .addValue("status", ending.status().toString())
        .addValue("attempts", ending.delivery().attempt())
        .addValue("error", ending.lastError())
        .addValue("group", ending.failureGroup())
        .addValue("next", pending ? SqlTime.of(ending.nextAttemptAt()) : now)
        .addValue("finished", pending ? null : now, Types.TIMESTAMP_WITH_TIMEZONE)
        .addValue("node", plain ? node.name() : null)
        .addValue("series", plain ? ending.delivery().series() : null, Types.INTEGER)
        .addValue("number", plain ? ending.delivery().attempt() : null, Types.INTEGER)
        .addValue(
            "started",
            plain ? SqlTime.of(ending.attempt().startedAt()) : null,
            Types.TIMESTAMP_WITH_TIMEZONE)
        .addValue("duration", plain ? ending.attempt().duration().toMillis() : null, Types.BIGINT)
        .addValue(
            "rules", ending.attempt() == null ? null : ending.attempt().rules(), Types.INTEGER)
        .addValue("id", ending.delivery().id())
        .addValue("fence", ending.delivery().fence());
  }

  Optional<DeliveryStatus> status(UUID id) {
    return jdbc.sql("SELECT status FROM delivery WHERE id = :id")
        .param("id", id)
        .query((row, number) -> DeliveryStatus.of(row.getString("status")))
        .optional();
  }

  /**
   * Makes deliveries of a status pending again, each at the end of its lane and in the order given,
   * under a new attempt series.
   *
   * @return how many had that status
   */
  int replay(List<UUID> deliveries, DeliveryStatus wanted) {
    Set<UUID> found =
        Set.copyOf(
            jdbc.sql(
                    """
                    SELECT id FROM delivery WHERE id = ANY(:ids) AND COALESCE(status, '') = :wanted
                    ORDER BY id
                    FOR UPDATE
                    """)
                .param("ids", SqlArrays.ofIds(deliveries.stream()))
                .param("wanted", wanted.toString())
                .query(UUID.class)
                .list());
    attempts.keep(found);
    SqlParameterSource[] rows =
        deliveries.stream()
            .filter(found::contains)
            .map(
                id ->
                    new MapSqlParameterSource()
                        .addValue("id", id)
                        .addValue("wanted", wanted.toString())
                        .addValue("now", SqlTime.of(clock.instant())))
            .toArray(SqlParameterSource[]::new);
    int[] changed =
        batch.batchUpdate(
            """
            UPDATE delivery SET status = 'pending', series = series + 1, attempts = 0,
              turn = nextval('delivery_turn'), next_attempt_at = :now, fence = fence + 1,
              finished_at = NULL, attempt_node = NULL, attempt_series = NULL,
              attempt_number = NULL, attempt_started_at = NULL, attempt_ms = NULL
            WHERE id = :id AND status = :wanted
            """,
            rows);
    return IntStream.of(changed).sum();
  }

  /** Ends those of these that have one of the statuses, without an attempt; answers how many. */
  int discard(List<UUID> ids, DeliveryStatus... wanted) {
    jdbc.sql("SELECT id FROM delivery WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .query(UUID.class)
        .list();
    return jdbc.sql(
            """
            UPDATE delivery SET status = 'discarded', finished_at = :now, fence = fence + 1,
              leased_by = NULL, leased_until = NULL
            WHERE id = ANY(:ids) AND status = ANY(:wanted)
            """)
        .param("now", SqlTime.of(clock.instant()))
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .param("wanted", SqlArrays.ofTexts(Arrays.stream(wanted).map(DeliveryStatus::toString)))
        .update();
  }

  /**
   * The same of what is pending or dead and not being tried now; why stands with them.
   *
   * @return how many
   */
  int withdraw(List<UUID> ids) {
    List<UUID> locked =
        jdbc.sql(
                """
                SELECT id FROM delivery
                WHERE id = ANY(:ids) AND (leased_until IS NULL OR leased_until <= :now)
                ORDER BY id FOR UPDATE
                """)
            .param("ids", SqlArrays.ofIds(ids.stream()))
            .param("now", SqlTime.of(clock.instant()))
            .query(UUID.class)
            .list();
    return jdbc.sql(
            """
            UPDATE delivery SET status = 'discarded', finished_at = :now, fence = fence + 1,
              leased_by = NULL, leased_until = NULL, last_error = :why
            WHERE id = ANY(:ids) AND status IN ('pending', 'dead')
            """)
        .param("now", SqlTime.of(clock.instant()))
        .param("why", WITHDRAWN)
        .param("ids", SqlArrays.ofIds(locked.stream()))
        .update();
  }

  /** The destinations of these deliveries. */
  List<String> destinations(List<UUID> deliveries) {
    return jdbc.sql("SELECT DISTINCT destination FROM delivery WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(deliveries.stream()))
        .query(String.class)
        .list();
  }

  /** The deliveries of an event to a destination. */
  List<UUID> ofEvent(UUID eventId, String destination) {
    return jdbc.sql(
            "SELECT id FROM delivery WHERE event_id = :event AND destination = :destination")
        .param("event", eventId)
        .param("destination", destination)
        .query(UUID.class)
        .list();
  }

  /** In which of the statuses pending and dead the deliveries of these events are. */
  Map<UUID, Set<DeliveryStatus>> open(Collection<UUID> eventIds) {
    return jdbc
        .sql(
            """
            SELECT event_id, status FROM delivery
            WHERE event_id = ANY(:ids) AND status IN ('pending', 'dead')
            """)
        .param("ids", SqlArrays.ofIds(eventIds.stream()))
        .query(
            (row, number) ->
                Map.entry(
                    row.getObject("event_id", UUID.class),
                    DeliveryStatus.of(row.getString("status"))))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
  }

  /** Removes all deliveries of these events, with their attempts. */
  void remove(Collection<UUID> eventIds) {
    attempts.remove(eventIds);
    jdbc.sql("DELETE FROM delivery WHERE event_id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(eventIds.stream()))
        .update();
  }

  /** What these events were sent to, in the order in which it was added. */
  List<Told> told(Collection<UUID> eventIds) {
    return jdbc.sql(
            """
            SELECT id, event_id, destination, message_key, lane, body, variables, status, rules,
              leased_until, last_error, created_at
            FROM delivery WHERE event_id = ANY(:ids) ORDER BY seq
            """)
        .param("ids", SqlArrays.ofIds(eventIds.stream()))
        .query(this::readTold)
        .list();
  }

  private Told readTold(ResultSet row, int number) throws SQLException {
    return new Told(
        row.getObject("id", UUID.class),
        row.getObject("event_id", UUID.class),
        row.getString("destination"),
        row.getString("message_key"),
        readLane(row.getString("destination"), row.getString("lane")),
        row.getString("body"),
        variables.read(row.getString("variables")),
        DeliveryStatus.of(row.getString("status")),
        SqlTime.get(row, "created_at"),
        isUnderWay(row),
        row.getString("status").equals(DeliveryStatus.DISCARDED.toString())
            && WITHDRAWN.equals(row.getString("last_error")),
        row.getObject("rules", Integer.class));
  }

  private boolean isUnderWay(ResultSet row) throws SQLException {
    Instant until = SqlTime.get(row, "leased_until");
    return row.getString("status").equals(DeliveryStatus.PENDING.toString())
        && until != null
        && until.isAfter(clock.instant());
  }

  /** The statuses of deliveries of these events, by their keys. */
  Map<String, DeliveryStatus> statuses(Collection<UUID> eventIds, String destination) {
    Map<String, DeliveryStatus> statuses = new HashMap<>();
    jdbc.sql(
            """
            SELECT message_key, status FROM delivery
            WHERE event_id = ANY(:ids) AND destination = :destination
            """)
        .param("ids", SqlArrays.ofIds(eventIds.stream()))
        .param("destination", destination)
        .query(
            row -> {
              statuses.put(row.getString(1), DeliveryStatus.of(row.getString(2)));
            });
    return statuses;
  }

  /** Locks the deliveries of an event until the surrounding transaction ends. */
  void lockOf(UUID eventId) {
    jdbc.sql("SELECT id FROM delivery WHERE event_id = :id ORDER BY id FOR UPDATE")
        .param("id", eventId)
        .query(UUID.class)
        .list();
  }

  /** See {@link Deliveries#toldSince}. */
  List<Told> toldSince(Later later) {
    return jdbc.sql(
            """
            SELECT d.id, d.event_id, d.destination, d.message_key, d.lane, d.body, d.variables,
              d.status, d.rules, d.leased_until, d.last_error, d.created_at
            FROM (
              SELECT id, seq, source, received_at FROM event WHERE journey_key = :journey
              UNION SELECT id, seq, source, received_at FROM event
                WHERE reference_no = :reference
              UNION SELECT id, seq, source, received_at FROM event WHERE journey_key = ANY(ARRAY(
                SELECT j.journey_key FROM journey j
                WHERE j.reference_no = :reference AND j.source = :source))) e
            JOIN delivery d ON d.event_id = e.id
            WHERE e.source = :source AND e.seq > :seq AND d.destination = :destination
              AND (d.created_at > :at OR e.received_at >= :until)
              AND d.status IN ('delivered', 'pending')
            """)
        .param("destination", later.destination())
        .param("source", later.source())
        .param("journey", later.journey())
        .param("reference", later.reference())
        .param("seq", later.seq())
        .param("at", SqlTime.of(later.addedAfter()))
        .param("until", SqlTime.of(later.receivedFrom()))
        .query(this::readTold)
        .list();
  }

  /** Removes a delivery about no event, with its attempts, when it has ended. */
  Optional<Ended> takeEnded(String destination, String key, boolean alsoDead) {
    Optional<Ended> ended =
        jdbc.sql(
                """
                SELECT id, status FROM delivery
                WHERE destination = :destination AND message_key = :key AND event_id IS NULL
                  AND finished_at IS NOT NULL AND (:dead OR status <> 'dead') FOR UPDATE
                """)
            .param("destination", destination)
            .param("key", key)
            .param("dead", alsoDead)
            .query(
                (row, number) ->
                    new Ended(
                        row.getObject("id", UUID.class),
                        DeliveryStatus.of(row.getString("status"))))
            .optional();
    ended.ifPresent(
        one -> {
          attempts.removeOf(List.of(one.id()));
          jdbc.sql("DELETE FROM delivery WHERE id = :id").param("id", one.id()).update();
        });
    return ended;
  }

  /**
   * Removes some deliveries about no event that ended before a moment, with their attempts; answers
   * how many.
   */
  int removeWithoutEvent(Instant before, int most) {
    List<UUID> ids =
        jdbc.sql(
                """
                SELECT id FROM delivery
                WHERE event_id IS NULL AND finished_at < :before AND status <> 'dead' LIMIT :most
                """)
            .param("before", SqlTime.of(before))
            .param("most", most)
            .query(UUID.class)
            .list();
    attempts.removeOf(ids);
    return jdbc.sql("DELETE FROM delivery WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(ids.stream()))
        .update();
  }
}
