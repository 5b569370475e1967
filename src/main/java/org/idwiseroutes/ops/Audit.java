package org.idwiseroutes.ops;

import com.fasterxml.uuid.NoArgGenerator;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code audit}: what operators did. */
@Component
class Audit {

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Clock clock;

  Audit(JdbcClient jdbc, NoArgGenerator ids, Clock clock) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
  }

  /** Writes down an act, in the surrounding transaction when there is one. */
  void record(HttpServletRequest request, String action, String subject, String detail) {
    jdbc.sql(
            """
            INSERT INTO audit (id, at, operator, address, action, subject, detail)
            VALUES (:id, :at, :operator, :address, :action, :subject, :detail)
            """)
        .param("id", ids.generate())
        .param("at", SqlTime.of(clock.instant()))
        .param("operator", request.getRemoteUser())
        .param("address", request.getRemoteAddr())
        .param("action", action)
        .param("subject", subject)
        .param("detail", detail)
        .update();
  }
}
