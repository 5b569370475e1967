package org.idwiseroutes.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What has become of the other deliveries of a lane. */
@Component
class Lanes {

  private final JdbcClient jdbc;

  Lanes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether a later delivery of the same lane has been delivered. */
  boolean isOvertaken(Delivery delivery) {
    return jdbc.sql(
                """
                SELECT COUNT(*) FROM delivery d JOIN delivery later
                  ON later.lane = d.lane AND later.status = 'delivered' AND later.seq > d.seq
                WHERE d.id = :id
                """)
            .param("id", delivery.id())
            .query(Integer.class)
            .single()
        > 0;
  }
}
