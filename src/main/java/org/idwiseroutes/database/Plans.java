package org.idwiseroutes.database;

import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the planner may do for a statement whose plan must not depend on statistics. */
@Component
public class Plans {

  private static final String IN_INDEX_ORDER =
      "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off";

  private final JdbcTemplate jdbc;

  Plans(DataSource dataSource) {
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /**
   * Until the present transaction ends, PostgreSQL reads in the order of an index and stops at the
   * limit, instead of reading and sorting everything that fits. H2 does so anyway.
   */
  public void inIndexOrder() {
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              if (isPostgres(connection)) {
                try (var statement = connection.createStatement()) {
                  statement.execute(IN_INDEX_ORDER);
                }
              }
              return null;
            });
  }

  private static boolean isPostgres(Connection connection) throws java.sql.SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }
}
