package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of an attempt is followed by a claim only where it may have made something due. */
class WakeupsTest {

  private final Wakeups wakeups = new Wakeups();

  @AfterEach
  void close() {
    wakeups.close();
  }

  @Test
  void anEndBehindWhichNobodyWaitsWakesNobody() throws InterruptedException {
    long news = wakeups.newsOf("crm");
    wakeups.wakeHereForFollowers("crm", List.of(delivery(false)), news);
    wakeups.tell("email");
    assertThat(isWoken("crm")).isFalse();
  }

  @Test
  void anEndBehindWhichOneWaitedWakesOnce() throws InterruptedException {
    long news = wakeups.newsOf("crm");
    wakeups.wakeHereForFollowers("crm", List.of(delivery(false), delivery(true)), news);
    assertThat(isWoken("crm")).isTrue();
    assertThat(isWoken("crm")).isFalse();
    assertThat(wakeups.newsOf("crm")).as("no news for others").isEqualTo(news);
  }

  @Test
  void whatCameDuringTheAttemptMayHaveBeenHiddenByIt() throws InterruptedException {
    long news = wakeups.newsOf("crm");
    for (Runnable coming :
        List.<Runnable>of(
            () -> wakeups.wakeAll("crm"),
            () -> wakeups.wakeAll(Wakeups.urgent("crm")),
            () -> wakeups.tell("crm"),
            () -> wakeups.wakeAnybody("crm"))) {
      coming.run();
      isWoken("crm");
      wakeups.wakeHereForFollowers("crm", List.of(delivery(false)), news);
      assertThat(isWoken("crm")).isTrue();
      news = wakeups.newsOf("crm");
    }
  }

  /** The others may have a long row to work off before they come to an urgent follower. */
  @Test
  void theConsumersOfUrgentDeliveriesAreWokenToo() throws InterruptedException {
    String urgent = Wakeups.urgent("crm");
    isWoken(urgent);
    wakeups.wakeHereForFollowers("crm", List.of(delivery(true)), wakeups.newsOf("crm"));
    assertThat(isWoken("crm")).isTrue();
    assertThat(isWoken(urgent)).isTrue();
    wakeups.wakeHere("crm");
    assertThat(isWoken(urgent)).isTrue();
  }

  @Test
  void theEndOfWhatKeptDeliveriesBackWakesThoseOfUrgentOnesToo() throws InterruptedException {
    wakeups.wakeAllOf("crm");
    assertThat(isWoken("crm")).isTrue();
    assertThat(isWoken(Wakeups.urgent("crm"))).isTrue();
    List<String> told = new ArrayList<>();
    wakeups.tellOthers(told::add);
    assertThat(told).containsExactlyInAnyOrder("crm", Wakeups.urgent("crm"));
  }

  @Test
  void whatCouldNotBeToldIsToldLater() {
    wakeups.wakeAll("crm");
    assertThatThrownBy(
            () ->
                wakeups.tellOthers(
                    wakeup -> {
                      throw new IllegalStateException("the connection is broken");
                    }))
        .hasMessage("the connection is broken");
    List<String> told = new ArrayList<>();
    wakeups.tellOthers(told::add);
    wakeups.tellOthers(told::add);
    assertThat(told).containsExactly("crm");
  }

  private boolean isWoken(String destination) throws InterruptedException {
    return wakeups.await(destination, Duration.ZERO);
  }

  private static Delivery delivery(boolean followed) {
    return new Delivery(
        UUID.randomUUID(),
        "crm",
        "lane",
        null,
        "{}",
        Map.of(),
        1,
        1,
        1,
        null,
        null,
        null,
        followed);
  }
}
