package org.idwiseroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.chaos.Chaos.With;
import org.idwiseroutes.chaos.Disturber.Disturbance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing lost, doubled, out of order or stuck, whatever is killed. How long and with how many
 * nodes: {@code -Dchaos.seconds}, {@code -Dchaos.nodes}; the same again: {@code -Dchaos.seed}.
 */
class ChaosIT {

  private static final long SEED = Long.getLong("chaos.seed", System.currentTimeMillis());
  private static final int NODES = Integer.getInteger("chaos.nodes", 2);
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 45);
  private static final List<Disturbance> WHATEVER_COMES =
      List.copyOf(EnumSet.complementOf(EnumSet.of(Disturbance.FAILOVER, Disturbance.BROKER)));
  private static final Duration APART = Duration.ofMillis(20);
  private static final List<String> JAR = List.of("-jar", "target/idwise-routes.jar");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingIsLostDoubledOutOfOrderOrStuck() throws Exception {
    Ledger ledger =
        new Chaos(folder, SEED, JAR, With.NOTHING, APART).run(NODES, SECONDS, WHATEVER_COMES);
    assertClean(ledger);
  }

  /** Everything once: the primary is lost while nodes are killed and stand still. */
  @Test
  @Tag("full")
  void norWhenAStandbyTakesOver() throws Exception {
    Ledger ledger =
        new Chaos(folder, SEED, JAR, With.NOTHING, APART)
            .run(NODES, 0, List.of(Disturbance.FAILOVER, Disturbance.KILL, Disturbance.FREEZE));
    assertClean(ledger);
  }

  @Test
  @Tag("full")
  void norWithSpools() throws Exception {
    Chaos chaos = new Chaos(folder, SEED, JAR, With.SPOOLS, APART);
    Ledger ledger = chaos.run(NODES, SECONDS / 3, List.of(Disturbance.DATABASE, Disturbance.KILL));
    assertClean(ledger);
    assertThat(IntStream.range(0, NODES).mapToObj(chaos::log))
        .anySatisfy(log -> assertThat(log).content().contains("went from the spool to the inbox"));
  }

  @Test
  @Tag("full")
  void norWithALogWhoseBrokerIsKilledToo() throws Exception {
    Ledger ledger =
        new Chaos(folder, SEED, JAR, With.LOG, APART)
            .run(
                NODES,
                SECONDS / 3,
                List.of(
                    Disturbance.BROKER,
                    Disturbance.KILL,
                    Disturbance.DATABASE,
                    Disturbance.FREEZE));
    assertClean(ledger);
  }

  @Test
  @Tag("full")
  void withTheOffsetCommittedBeforeTheEventItFails() throws Exception {
    Ledger ledger = planted("offset-before-event", With.LOG, Disturbance.KILL, Ledger::lost);
    assertThat(ledger.lost()).as(ledger.toString()).isNotEmpty();
  }

  @Test
  @Tag("full")
  void withoutFencingItFails() throws Exception {
    Ledger ledger = planted("no-fencing", With.NOTHING, Disturbance.FREEZE, Ledger::doubled);
    assertThat(ledger.doubled()).as(ledger.toString()).isNotEmpty();
  }

  @Test
  @Tag("full")
  void withTheKeyCommittedBeforeTheEventItFails() throws Exception {
    Ledger ledger = planted("key-before-event", With.NOTHING, Disturbance.KILL, Ledger::lost);
    assertThat(ledger.lost()).as(ledger.toString()).isNotEmpty();
  }

  private static void assertClean(Ledger ledger) {
    assertThat(ledger.sent()).isPositive();
    assertThat(ledger.accepted()).isEqualTo(ledger.sent());
    assertThat(ledger.isClean()).as(ledger.toString()).isTrue();
  }

  private Ledger planted(
      String bug, With with, Disturbance disturbance, Function<Ledger, List<String>> findings)
      throws Exception {
    List<String> program =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            IdwiseRoutes.class.getName(),
            "--spring.main.sources=" + PlantedBug.class.getName(),
            "--chaos.bug=" + bug);
    return new Chaos(folder, SEED, program, with, Duration.ZERO)
        .run(2, 14, List.of(disturbance), ledger -> !findings.apply(ledger).isEmpty());
  }
}
