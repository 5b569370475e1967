package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A filled database of an earlier schema goes on where it stood. */
class UpgradeTest extends ProductTest {

  private static final String EARLIER = "10";

  @ParameterizedTest
  @EnumSource(Database.class)
  void whatWaitedInTheOldSchemaIsDeliveredByTheNew(Database database) {
    String url = database.url();
    boolean h2 = url.contains(":h2:");
    DriverManagerDataSource source = new DriverManagerDataSource(url, h2 ? "sa" : "postgres", "");
    JdbcClient jdbc = JdbcClient.create(source);
    Flyway.configure()
        .dataSource(source)
        .locations(
            "classpath:db/migration/common", "classpath:db/migration/" + (h2 ? "h2" : "postgresql"))
        .target(EARLIER)
        .load()
        .migrate();
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
              payload, authenticated_as, state, received_at)
            VALUES (:id, 'live', 'e1', 'Finished Journey', 'j1', 'j1', 'r1', :payload, 'basic',
              'accepted', CURRENT_TIMESTAMP)
            """)
        .param("id", id)
        .param(
            "payload",
            """
            {"event":"Finished Journey",
             "body":{"eventId":"e1","journeyId":"j1","referenceNo":"r1","systemDecision":"Refer"}}
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO erasure (source, journey_key, erased_at)
            VALUES ('live', 'journey-of-erna', CURRENT_TIMESTAMP)
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO delivery (id, destination, message_key, lane, turn, event_id, variables,
              status, series, attempts, next_attempt_at, fence, created_at)
            VALUES (:id, 'decide', :key, 'decide/live/j1', 1, :event, '{}', 'pending', 1, 0,
              CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP)
            """)
        .param("id", UUID.randomUUID())
        .param("key", id.toString())
        .param("event", id)
        .update();
    jdbc.sql(
            """
            INSERT INTO journey (source, journey_key, decision, decision_seq, system_decision,
              aml_version, aml_seq, updated_at)
            VALUES ('live', 'j2', 'Approved', 0, 'Refer', 7, 0, CURRENT_TIMESTAMP)
            """)
        .update();
    jdbc.sql("INSERT INTO remote_id VALUES ('live', 'j2', 'ticket.aml', 'T-7')").update();
    destinationsSayYes();
    try (Product upgraded = Product.start(url)) {
      product = upgraded;
      awaitAll(id.toString(), "delivered");
      assertThat(crmCalls()).hasSize(1);
      assertThat(deskCalls()).hasSize(1);
      assertThat(upgraded.event(id.toString()).path("origin").asText()).isEqualTo("webhook");
      assertThat(
              upgraded
                  .post(
                      """
                      {"event":"Finished Journey",
                       "body":{"eventId":"e1","journeyId":"j1","systemDecision":"Refer"}}
                      """)
                  .json()
                  .path("outcome")
                  .asText())
          .isEqualTo("duplicate");
      assertThat(DatabaseDump.of(upgraded)).doesNotContain("journey-of-erna");
      String late = upgraded.accept(finished("journey-of-erna", "r2", "Complete"));
      assertThat(upgraded.event(late).path("state").asText()).isEqualTo("erased");
      String echo = upgraded.accept(finished("j2", "r2", "Refer"));
      awaitAll(echo, "delivered");
      assertThat(upgraded.statuses(echo)).containsOnlyKeys("decide");
      assertThat(upgraded.event(echo).path("decision").asText()).isEqualTo("Approved");
      Map<String, Object> known =
          upgraded.jdbc().sql("SELECT * FROM journey WHERE journey_key = 'j2'").query().singleRow();
      assertThat(known.get("aml_number")).isEqualTo("7");
      assertThat(known.get("signs")).asString().contains("ALARM");
      assertThat(known.get("round")).isEqualTo(1);
    }
  }
}
