package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A destination's rate over two nodes. */
class RateTest extends ProductTest {

  private static final int RATE = 20;
  private static final int EVENTS = 60;

  @Test
  void noSecondHasMoreAttemptsThanTheRateOnTwoNodesTogether() {
    String database = World.newPostgresDatabase();
    String rate = "crm.rate=" + RATE;
    try (Product one = Product.start(database, rate);
        Product other = Product.start(database, rate)) {
      use(one);
      for (Product cold : List.of(one, other)) {
        for (int i = 0; i < 4; i++) {
          String first = "first" + i + cold.hashCode();
          awaitStatus(cold.accept(finished(first, first, "Complete")), "crm", "delivered");
        }
      }
      World.CRM.resetRequests();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        ids.add((i % 2 == 0 ? one : other).accept(finished("j" + i, "r" + i, "Complete")));
      }
      ids.forEach(id -> awaitStatus(id, "crm", "delivered"));
    }
    List<Long> times =
        crmCalls().stream().map(call -> call.getLoggedDate().getTime()).sorted().toList();
    assertThat(times).hasSize(EVENTS);
    for (long from : times) {
      assertThat(times.stream().filter(time -> time >= from && time < from + 1_000))
          .as("attempts in the second after %d", from)
          .hasSizeLessThanOrEqualTo(RATE + RATE / 5);
    }
    assertThat(times.get(EVENTS - 1) - times.get(0)).isGreaterThan((EVENTS - RATE) * 1_000L / RATE);
  }
}
