package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured, and that the alerts ask for what there is. */
class MetricsTest extends ProductTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern METRIC = Pattern.compile("\\bidwise_[a-z_]+");
  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

  @Test
  void everyMetricOfTheAlertsIsThereAndTellsTheTruth() throws IOException {
    use(Database.H2);
    awaitAll(product.accept(finished("kept", "kept", "Complete")), "delivered");
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    awaitStatus(product.accept(finished("m", "m", "Complete")), "crm", "dead");
    product.accept(event("Renamed Journey", Map.of("journeyId", "m2")));
    product.operate("/api/destinations/email/pause", null);
    product
        .context()
        .getBean(Deliveries.class)
        .add(new NewDelivery("nobody", "k", null, null, "{}", false, Map.of()));
    product.post("live", "nobody:", "{}");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                prometheus().contains("idwise_destination_dead{destination=\"crm\"} 1.0")
                    && prometheus().contains("idwise_quarantined 1.0")
                    && prometheus()
                        .contains("idwise_destination_stopped{destination=\"nobody\"} 1.0")
                    && prometheus().contains("idwise_destination_stopped{destination=\"crm\"} 0.0")
                    && prometheus()
                        .contains("idwise_destination_paused{destination=\"email\"} 1.0"));
    String metrics = prometheus();
    assertThat(metrics)
        .containsPattern(
            "idwise_webhook_received_total\\{event=\"Finished Journey\",outcome=\"accepted\",source=\"live\"\\}")
        .containsPattern(
            "idwise_webhook_received_total\\{event=\"other\",outcome=\"accepted\",source=\"live\"\\}")
        .contains("idwise_inbox_commit_seconds_count")
        .contains("idwise_people_waiting{waiting=\"delivery\"}")
        .contains("idwise_people_oldest_seconds{waiting=\"review\"}")
        .containsPattern("idwise_info\\{node=\"[^\"]+\",version=\"[^\"]+\"\\} 1")
        .containsPattern(
            "idwise_webhook_request_seconds_bucket\\{outcome=\"accepted\",le=\"0.05\"\\}")
        .containsPattern(
            "idwise_delivery_attempt_seconds_bucket\\{destination=\"crm\",[^}]*le=\"1.0\"\\}")
        .containsPattern("camel_route_policy_seconds_count\\{[^}]*routeId=\"crm\"");
    String asked = alerts() + Files.readString(Path.of("ops", "grafana-dashboard.json"));
    for (MatchResult metric : METRIC.matcher(asked).results().toList()) {
      assertThat(metrics).as(metric.group()).contains("\n" + metric.group());
    }
    assertThat(metrics)
        .contains("\nidwise_routes_broken 0.0")
        .containsPattern("idwise_source_silence_seconds\\{source=\"live\"\\} \\d{1,2}\\.\\d")
        .doesNotContain("idwise_source_silence_seconds{source=\"nobody\"}");
    product.operate("/api/destinations/email/resume", null);
  }

  @Test
  void theDashboardDrawsWhatIsHeldAndWhatIsPaused(@TempDir Path folder)
      throws IOException, InterruptedException {
    requirePromtool();
    String panel = "Held or paused";
    JsonNode dashboard =
        Product.JSON.readTree(Files.readString(Path.of("ops", "grafana-dashboard.json")));
    String expression =
        Product.stream(dashboard.path("panels"))
            .filter(one -> one.path("title").asText().equals(panel))
            .findFirst()
            .orElseThrow()
            .at("/targets/0/expr")
            .asText();
    Path test = folder.resolve("panel_test.yml");
    Files.writeString(
        test,
        """
        tests:
          - interval: 1m
            input_series:
              - {series: 'idwise_destination_held{destination="crm", instance="a"}', values: '0'}
              - {series: 'idwise_destination_paused{destination="crm", instance="a"}', values: '1'}
              - {series: 'idwise_destination_held{destination="email", instance="a"}', values: '1'}
              - {series: 'idwise_destination_paused{destination="email", instance="a"}', values: '0'}
            promql_expr_test:
              - expr: '%s'
                eval_time: 0m
                exp_samples:
                  - {labels: '{destination="crm"}', value: 1}
                  - {labels: '{destination="email"}', value: 1}
        """
            .formatted(expression));
    assertPasses(test.toString());
  }

  @Test
  void theAlertsRingWhenTheyShould() throws IOException, InterruptedException {
    requirePromtool();
    List<String> alerts = ALERT.matcher(alerts()).results().map(one -> one.group(1)).toList();
    String tests = Files.readString(Path.of("ops", "alerts_test.yml"));
    alerts.forEach(alert -> assertThat(tests).contains("alertname: " + alert));
    assertPasses("ops/alerts_test.yml");
  }

  private static void requirePromtool() {
    boolean there = Files.exists(PROMTOOL);
    if (!there && Boolean.getBoolean("promtool.required")) {
      throw new IllegalStateException("There is no " + PROMTOOL);
    }
    Assumptions.assumeTrue(there, "Skipped: there is no " + PROMTOOL);
  }

  private static void assertPasses(String test) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "test", "rules", test)
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
  }

  @Test
  void readinessAsksForTheStoreAndLivenessForNothing() {
    use(Database.H2);
    assertThat(product.get("/actuator/health/readiness").body()).contains("store", "UP");
    assertThat(product.get("/actuator/health/liveness").body()).doesNotContain("store", "db");
  }

  private String prometheus() {
    return product.get("/actuator/prometheus").body();
  }

  private static String alerts() throws IOException {
    return Files.readString(Path.of("ops", "alerts.yml"));
  }
}
