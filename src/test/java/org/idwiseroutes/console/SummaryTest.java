package org.idwiseroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.people.NotReached;
import org.idwiseroutes.slo.SloStatus;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final SloStatus LATE =
      new SloStatus("aml", "AML Monitor Update", "email", Duration.ofMinutes(5), 2, 2, NOW, 0);

  private static final RouteReport ROUTES_RUN = new RouteReport(List.of(), Map.of());

  private final Words words = new Words(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void whenAllIsWellItSaysSo() {
    assertThat(
            summary(
                List.of(),
                ROUTES_RUN,
                List.of(delivering("crm", 0), delivering("email", 0)),
                0,
                0,
                List.of(new SloStatus("kept", null, "crm", Duration.ofMinutes(15), 0, 0, null, 4)),
                NOW))
        .isEqualTo(new Summary(true, "Everybody's news has been delivered", null, List.of()));
  }

  @Test
  void peopleComeFirstAndThenWhatIsNotWell() {
    Instant since = NOW.minusSeconds(2_400);
    assertThat(
            summary(
                List.of(
                    new NotReached("crm", 41, since),
                    new NotReached("decide", 1, NOW.minusSeconds(120))),
                ROUTES_RUN,
                List.of(
                    new DestinationView(
                        "crm",
                        "held",
                        null,
                        NOW.minusSeconds(600),
                        "ConnectException: Connection refused",
                        NOW,
                        7,
                        214,
                        0,
                        since,
                        true),
                    delivering("email", 2)),
                1,
                3,
                List.of(LATE),
                NOW))
        .isEqualTo(
            new Summary(
                false,
                "41 people's news has not reached crm",
                since,
                List.of(
                    "One person's events are not decided for 2 min",
                    "crm does not answer: connection refused, for 10 min; 214 deliveries wait",
                    "2 deliveries are dead: they wait until somebody replays or discards them",
                    "1 event in quarantine: no rule takes them, or they cannot be read",
                    "3 events in the spool: the database is away",
                    "The log is behind",
                    "2 past the deadline aml")));
  }

  @Test
  void beforeTheFirstEventItIsNotGood() {
    assertThat(summary(List.of(), ROUTES_RUN, List.of(), 0, 0, List.of(), null))
        .isEqualTo(new Summary(false, "No event has come yet", null, List.of()));
  }

  @Test
  void aBrokenFileIsNamedAndNotGood() {
    String trouble = "crm.camel.yaml is broken: no YAML, 18 deliveries to crm wait";
    assertThat(
            summary(
                List.of(),
                new RouteReport(List.of(trouble), Map.of("crm", 18)),
                List.of(delivering("crm", 0)),
                0,
                0,
                List.of(),
                NOW))
        .isEqualTo(
            new Summary(
                false,
                "Nobody's news is late, and there is one thing to look at",
                null,
                List.of(trouble)));
  }

  private Summary summary(
      List<NotReached> notReached,
      RouteReport routes,
      List<DestinationView> destinations,
      int quarantined,
      int spooled,
      List<SloStatus> slos,
      Instant last) {
    return Summary.of(
        notReached,
        routes,
        destinations,
        quarantined,
        spooled,
        "the database is away",
        spooled == 0 ? Optional.empty() : Optional.of("The log is behind"),
        slos,
        last,
        words);
  }

  private static DestinationView delivering(String name, int dead) {
    return new DestinationView(name, "delivering", null, null, null, null, 0, 0, dead, null, true);
  }
}
