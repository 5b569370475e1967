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

  private static final String ROW_BY_ROW =
      "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

  private final JdbcTemplate jdbc;

  Plans(DataSource dataSource) {
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /**
   * Until the present transaction ends, PostgreSQL reads in the order of an index and stops at the
   * limit, instead of reading and sorting everything that fits; H2 does so anyway.
   */
  public void inIndexOrder() {
    set(IN_INDEX_ORDER);
  }

  /**
   * Until the present transaction ends, PostgreSQL looks up the rows that a join needs one by one,
   * instead of reading a whole table, which looks cheaper once many rows are needed and takes all
   * processors from whoever stores events.
   */
  public void rowByRow() {
    set(ROW_BY_ROW);
  }

  private void set(String settings) {
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              if (isPostgres(connection)) {
                try (var statement = connection.createStatement()) {
                  statement.execute(settings);
                }
              }
              return null;
            });
  }

  private static boolean isPostgres(Connection connection) throws java.sql.SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }
}
