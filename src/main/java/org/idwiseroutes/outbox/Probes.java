package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Grants the one attempt at a time that a held destination gets, over all nodes. */
@Component
class Probes {

  private final JdbcClient jdbc;
  private final Clock clock;

  Probes(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Takes the right to the next probe of a held destination. It lapses by itself, so that a node
   * that dies while probing holds nothing up.
   */
  boolean take(String name, Duration lapse) {
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE destination SET next_probe_at = :lapse
                WHERE name = :name AND next_probe_at <= :now
                """)
            .param("lapse", SqlTime.of(now.plus(lapse)))
            .param("name", name)
            .param("now", SqlTime.of(now))
            .update()
        == 1;
  }

  /** Gives the right back: nothing was due. */
  void giveBack(String name) {
    jdbc.sql(
            "UPDATE destination SET next_probe_at = :now WHERE name = :name AND held_since IS NOT NULL")
        .param("now", SqlTime.of(clock.instant()))
        .param("name", name)
        .update();
  }
}
