package org.idwiseroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.slo.SloStatus;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static final SloStatus LATE =
      new SloStatus("aml", "AML Monitor Update", "email", Duration.ofMinutes(5), 2, 0);

  private static final RouteReport ROUTES_RUN = new RouteReport(List.of(), Map.of());

  private final Words words = new Words(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void whenAllIsWellItSaysSo() {
    Summary summary =
        Summary.of(
            ROUTES_RUN,
            List.of(delivering("crm", 0), delivering("email", 0)),
            0,
            0,
            List.of(new SloStatus("kept", null, "crm", Duration.ofMinutes(15), 0, 4)),
            NOW.minusSeconds(12),
            words);
    assertThat(summary)
        .isEqualTo(
            new Summary(
                true, "All 2 destinations delivering; 0 dead letters; last event 12 s ago"));
  }

  @Test
  void whatIsNotWellComesFirst() {
    DestinationView held =
        new DestinationView(
            "crm",
            "held",
            null,
            NOW.minusSeconds(600),
            "HTTP 503",
            7,
            214,
            0,
            NOW.minusSeconds(420));
    Summary summary =
        Summary.of(
            ROUTES_RUN,
            List.of(held, delivering("email", 2)),
            1,
            3,
            List.of(LATE),
            NOW.minusSeconds(1),
            words);
    assertThat(summary)
        .isEqualTo(
            new Summary(
                false,
                "crm held for 10 min (HTTP 503), 214 waiting, the oldest from 7 min ago; 2 dead letters; 1 event in quarantine; 3 events in the spool: the database is away; 2 past the deadline aml; last event 1 s ago"));
  }

  @Test
  void beforeTheFirstEventItIsNotGood() {
    assertThat(Summary.of(ROUTES_RUN, List.of(), 0, 0, List.of(), null, words))
        .isEqualTo(
            new Summary(
                false, "All 0 destinations delivering; 0 dead letters; no event has come yet"));
  }

  @Test
  void aBrokenFileIsNamedAndNotGood() {
    RouteReport broken =
        new RouteReport(
            List.of("crm.camel.yaml is broken: no YAML, 18 deliveries to crm wait"),
            Map.of("crm", 18));
    Summary summary =
        Summary.of(
            broken, List.of(delivering("crm", 0)), 0, 0, List.of(), NOW.minusSeconds(1), words);
    assertThat(summary)
        .isEqualTo(
            new Summary(
                false,
                "crm.camel.yaml is broken: no YAML, 18 deliveries to crm wait; last event 1 s ago"));
  }

  @Test
  void aDestinationWithoutARouteIsNotCountedAsDelivering() {
    RouteReport retired = new RouteReport(List.of(), Map.of("notify", 0));
    Summary summary =
        Summary.of(
            retired,
            List.of(delivering("crm", 0), delivering("notify", 0)),
            0,
            0,
            List.of(),
            NOW,
            words);
    assertThat(summary.good()).isTrue();
    assertThat(summary.sentence()).startsWith("All 1 destination delivering");
  }

  private static DestinationView delivering(String name, int dead) {
    return new DestinationView(name, "delivering", null, null, null, 0, 0, dead, null);
  }
}
