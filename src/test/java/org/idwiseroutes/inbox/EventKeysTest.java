package org.idwiseroutes.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EventKeysTest {

  private static final String KEY = "sha256:of-the-body";

  private final Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private JdbcClient jdbc;
  private EventKeys keys;

  @BeforeEach
  void store() {
    DriverManagerDataSource database =
        new DriverManagerDataSource(
            "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
                .formatted(UUID.randomUUID()),
            "sa",
            "");
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration/common", "classpath:db/migration/h2")
        .load()
        .migrate();
    jdbc = JdbcClient.create(database);
    keys =
        new EventKeys(jdbc, new InboxProperties(Duration.ofHours(1), null, 0, 0, null, null, null));
    jdbc.sql(
            """
            INSERT INTO event (id, source, event_key, payload, state, received_at)
            VALUES (:id, 'live', :key, '{}', 'decided', :at)
            """)
        .param("id", UUID.randomUUID())
        .param("key", KEY)
        .param("at", SqlTime.of(now.minus(Duration.ofMinutes(70))))
        .update();
  }

  @Test
  void aHashLapsesAfterItsWindow() {
    keys.lapse(receivedAt(now));
    assertThat(keys.contains("live", KEY)).isFalse();
  }

  @Test
  void whatCameWithinTheWindowIsARepeatHoweverLongItWaitedInASpool() {
    keys.lapse(receivedAt(now.minus(Duration.ofMinutes(40))));
    assertThat(keys.contains("live", KEY)).isTrue();
  }

  @Test
  void theSameWordsSaySomethingNewWhenAnotherEventOfTheJourneyCameBetween() {
    insertOfJourney(now.minus(Duration.ofMinutes(30)));
    keys.lapse(receivedAt(now.minus(Duration.ofMinutes(29))));
    assertThat(keys.contains("live", KEY)).isFalse();
  }

  /** As when the log is read again, or a retry has waited in a spool. */
  @Test
  void butNotWhenThatCameAfterThem() {
    insertOfJourney(now.minus(Duration.ofMinutes(30)));
    keys.lapse(receivedAt(now.minus(Duration.ofMinutes(31))));
    assertThat(keys.contains("live", KEY)).isTrue();
  }

  private void insertOfJourney(Instant at) {
    jdbc.sql(
            """
            INSERT INTO event (id, source, event_key, journey_key, payload, state, received_at)
            VALUES (:id, 'live', 'another', 'j', '{}', 'decided', :at)
            """)
        .param("id", UUID.randomUUID())
        .param("at", SqlTime.of(at))
        .update();
  }

  private static Event receivedAt(Instant at) {
    return new Event(
        UUID.randomUUID(),
        "live",
        KEY,
        true,
        "Finished Step",
        "j",
        "j",
        null,
        "{}",
        "basic.password",
        Event.ACCEPTED,
        null,
        at,
        null);
  }
}
