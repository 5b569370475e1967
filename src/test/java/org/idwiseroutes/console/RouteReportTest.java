package org.idwiseroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.routes.RouteFile;
import org.junit.jupiter.api.Test;

class RouteReportTest {

  private static final String CRM =
      "- route:\n    id: crm\n    from:\n      id: crm-from\n      uri: outbox:crm\n";
  private static final String DESK =
      """
      - route:
          id: desk
          from:
            uri: outbox:desk
            steps:
              - to:
                  uri: direct:desk-create
      """;
  private static final String CREATE =
      "- route:\n    id: create\n    from:\n      uri: direct:desk-create\n";

  private final Words words = new Words(Clock.systemUTC());

  @Test
  void whileAllFilesRunThereIsNoTrouble() {
    RouteReport report =
        RouteReport.of(
            List.of(new RouteFile("crm.camel.yaml", null, null, CRM)),
            null,
            List.of(waiting("crm", 3)),
            Set.of("crm")::contains,
            words);
    assertThat(report).isEqualTo(new RouteReport(List.of(), Map.of()));
  }

  @Test
  void aBrokenFileIsNamedWithWhatWaits() {
    RouteReport report =
        RouteReport.of(
            List.of(new RouteFile("crm.camel.yaml", "no component\n  jsonatta", null, CRM)),
            null,
            List.of(waiting("crm", 18), waiting("email", 2)),
            Set.of("email")::contains,
            words);
    assertThat(report.troubles())
        .containsExactly(
            "crm.camel.yaml is broken: no component jsonatta, 18 deliveries to crm wait");
    assertThat(report.stopped()).containsExactly(Map.entry("crm", 18));
  }

  @Test
  void aBrokenPartIsNamedWithTheDestinationThatLeadsToIt() {
    RouteReport report =
        RouteReport.of(
            List.of(
                new RouteFile("create.camel.yaml", "no", null, CREATE),
                new RouteFile("desk.camel.yaml", null, null, DESK)),
            null,
            List.of(waiting("desk", 1)),
            name -> false,
            words);
    assertThat(report.troubles())
        .containsExactly("create.camel.yaml is broken: no, 1 delivery to desk waits");
  }

  @Test
  void aBrokenFileThatNothingNeedsStopsNoDestination() {
    RouteReport report =
        RouteReport.of(
            List.of(
                new RouteFile("create.camel.yaml", "no", null, CREATE),
                new RouteFile("desk.camel.yaml", null, null, DESK)),
            null,
            List.of(waiting("desk", 1)),
            name -> true,
            words);
    assertThat(report.troubles()).containsExactly("create.camel.yaml is broken: no");
  }

  @Test
  void whatNoFileAccountsForIsToldAllTheSame() {
    RouteReport report =
        RouteReport.of(
            List.of(new RouteFile("crm.camel.yaml", "no YAML", null, "- route:\n   from: [")),
            null,
            List.of(waiting("crm", 2)),
            name -> false,
            words);
    assertThat(report.troubles())
        .containsExactly(
            "crm.camel.yaml is broken: no YAML",
            "2 deliveries to crm wait: no route that runs takes them");
  }

  @Test
  void aRefusedFileAndAFolderWithoutFilesAreTroubles() {
    RouteReport report =
        RouteReport.of(
            List.of(new RouteFile("crm.camel.yaml", null, "line 3", CRM)),
            "there is no *.camel.yaml in routes",
            List.of(),
            name -> true,
            words);
    assertThat(report.troubles())
        .containsExactly(
            "there is no *.camel.yaml in routes",
            "crm.camel.yaml as it is saved now is refused, what ran goes on: line 3");
  }

  private static DestinationView waiting(String name, int pending) {
    return new DestinationView(
        name, "delivering", null, null, null, null, 0, pending, 0, null, true);
  }
}
