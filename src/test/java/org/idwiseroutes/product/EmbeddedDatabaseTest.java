package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default database as application.properties opens it. */
class EmbeddedDatabaseTest {

  @TempDir Path folder;

  @Test
  void anInterruptedThreadDoesNotCloseItForAll() throws Exception {
    Properties defaults = new Properties();
    try (InputStream file = getClass().getResourceAsStream("/application.properties")) {
      defaults.load(file);
    }
    String url =
        defaults
            .getProperty("spring.datasource.url")
            .replace("./data/idwise-routes", folder.resolve("db").toString());
    try (Connection keepsItOpen = DriverManager.getConnection(url, "sa", "")) {
      execute(keepsItOpen, "CREATE TABLE t (x VARCHAR)");
      for (int i = 0; i < 20; i++) {
        Thread.currentThread().interrupt();
        try (Connection interrupted = DriverManager.getConnection(url, "sa", "")) {
          execute(interrupted, "INSERT INTO t SELECT 'text' FROM SYSTEM_RANGE(1, 1000)");
        } finally {
          Thread.interrupted();
        }
      }
      assertThat(execute(keepsItOpen, "DELETE FROM t")).isEqualTo(20_000);
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
