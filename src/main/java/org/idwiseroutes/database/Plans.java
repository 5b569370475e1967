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

  private static final int FIRST_THAT_KEEPS_THE_ORDER = 17;

  private static final String USUAL =
      "SET LOCAL enable_sort = DEFAULT; SET LOCAL enable_bitmapscan = DEFAULT";

  private final JdbcTemplate jdbc;

  Plans(DataSource dataSource) {
    this.jdbc = new JdbcTemplate(dataSource);
  }

  /**
   * Until the present transaction ends, PostgreSQL reads in the order of an index and stops at the
   * limit, instead of reading and sorting everything that fits. H2 does so anyway.
   */
  public void inIndexOrder() {
    set(IN_INDEX_ORDER, Integer.MAX_VALUE);
  }

  /**
   * Ends {@link #inIndexOrder} before a statement that it would harm: before version 17 PostgreSQL
   * cannot return what an array names in the order of an index, and would read the whole index.
   */
  public void usual() {
    set(USUAL, FIRST_THAT_KEEPS_THE_ORDER - 1);
  }

  /** Up to a major version of PostgreSQL. */
  private void set(String settings, int last) {
    jdbc.execute(
        (ConnectionCallback<Void>)
            connection -> {
              if (isPostgres(connection)
                  && connection.getMetaData().getDatabaseMajorVersion() <= last) {
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
