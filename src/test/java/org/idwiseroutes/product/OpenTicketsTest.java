package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.idwiseroutes.journey.Tickets;

/** The tickets of a journey are remembered by the id that the desk gave last. */
class OpenTicketsTest extends ProductTest {

  @OnEveryDatabase
  void theLastIdOfAKindCounts(Database database) {
    use(database);
    Tickets tickets = product.context().getBean(Tickets.class);
    tickets.remember("live", "j1", null, "review", "T-1");
    tickets.remember("live", "j1", null, "aml", "T-2");
    tickets.remember("live", "j2", null, "review", "T-3");
    tickets.remember("live", "j1", null, "review", "T-4");
    assertThat(tickets.open("live", "j1", null)).containsOnlyKeys("review", "aml");
    assertThat(tickets.open("live", "j1", null).get("review")).isEqualTo("T-4");
    assertThat(tickets.open("live", "j1", null).get("aml")).isEqualTo("T-2");
    assertThat(tickets.open("live", "j2", null).get("review")).isEqualTo("T-3");
  }

  @OnEveryDatabase
  void whatIsOpenedAtTheSameTimeIsAllRemembered(Database database) {
    use(database);
    Tickets tickets = product.context().getBean(Tickets.class);
    IntStream.range(0, 40)
        .forEach(n -> tickets.remember("live", "j" + n, null, "review", "old-" + n));
    CompletableFuture.allOf(
            IntStream.range(0, 80)
                .mapToObj(
                    n ->
                        CompletableFuture.runAsync(
                            () -> tickets.remember("live", "j" + n, null, "review", "new-" + n)))
                .toArray(CompletableFuture[]::new))
        .join();
    for (int n = 0; n < 80; n++) {
      assertThat(tickets.open("live", "j" + n, null)).containsEntry("review", "new-" + n);
    }
  }
}
