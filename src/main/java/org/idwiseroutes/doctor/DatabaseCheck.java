package org.idwiseroutes.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.database.UsableDatabase;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The database lets us in and keeps what it has confirmed. */
@Component
@Order(2)
class DatabaseCheck implements Check {

  private static final String SYSTEM = "database";
  private static final int SECONDS = 5;
  private static final String STANDBY = "idwise.database.synchronous-standby";
  private static final int OLDEST = 13;
  private static final int NEWEST = 18;
  private static final int H2_IN_USE = 90020;
  private static final int H2_NOT_FOUND = 90146;

  /** The least of what user and database may open; without limits, more than any server. */
  private static final String OWN_LIMIT =
      """
      SELECT LEAST(
        (SELECT COALESCE(NULLIF(rolconnlimit, -1), 1000000) FROM pg_roles
         WHERE rolname = CURRENT_USER),
        (SELECT COALESCE(NULLIF(datconnlimit, -1), 1000000) FROM pg_database
         WHERE datname = current_database()))
      """;

  private final Environment settings;

  DatabaseCheck(Environment settings) {
    this.settings = settings;
  }

  @Override
  public List<Finding> run() {
    String url = setting("url");
    boolean embedded = url.startsWith("jdbc:h2:");
    DriverManager.setLoginTimeout(SECONDS);
    try (Connection connection =
        DriverManager.getConnection(
            embedded && !url.contains(":mem:") ? url + ";IFEXISTS=TRUE" : url, login(embedded))) {
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.good(SYSTEM, "lets us in", product(connection)));
      if (!embedded) {
        findings.add(version(connection.getMetaData().getDatabaseMajorVersion()));
        findings.add(encoding(connection));
        findings.add(writes(ask(connection, "SHOW transaction_read_only")));
        findings.add(keeps(connection));
        if (settings.getRequiredProperty(STANDBY, Boolean.class)) {
          findings.add(survives(ask(connection, "SHOW synchronous_standby_names")));
        }
        findings.add(connections(connection));
      }
      return findings;
    } catch (SQLException e) {
      return List.of(embedded ? embedded(e) : refused(e));
    }
  }

  private Properties login(boolean embedded) {
    Properties login = new Properties();
    login.put("user", setting("username"));
    login.put("password", setting("password"));
    String sslMode = settings.getProperty("idwise.database.ssl-mode", "");
    if (!embedded && !sslMode.isBlank()) {
      login.put("sslmode", sslMode);
    }
    return login;
  }

  private static Finding embedded(SQLException e) {
    return switch (e.getErrorCode()) {
      case H2_IN_USE -> Finding.good(SYSTEM, "lets us in", "a running node uses the embedded one");
      case H2_NOT_FOUND ->
          Finding.good(SYSTEM, "lets us in", "the embedded one begins with the first start");
      default -> refused(e);
    };
  }

  private static Finding refused(SQLException e) {
    return Finding.bad(
        SYSTEM,
        "lets us in",
        e.getMessage(),
        "set spring.datasource.url, username and password; see that the database runs");
  }

  /** The statements of every event are tested on the oldest and on the newest of these. */
  static Finding version(int major) {
    String check = "is a version that is tested";
    return major >= OLDEST && major <= NEWEST
        ? Finding.good(SYSTEM, check, "PostgreSQL " + major)
        : Finding.bad(
            SYSTEM, check, "PostgreSQL " + major, "use one of %d to %d".formatted(OLDEST, NEWEST));
  }

  private static Finding encoding(Connection connection) throws SQLException {
    String encoding = ask(connection, "SHOW server_encoding");
    String check = "holds every character";
    return UsableDatabase.holdsAll(encoding)
        ? Finding.good(SYSTEM, check, "server_encoding is " + encoding)
        : Finding.bad(
            SYSTEM, check, "server_encoding is " + encoding, UsableDatabase.OF_ANOTHER_ENCODING);
  }

  /** One that reads but does not write is a standby, or was set to that. */
  private static Finding writes(String readOnly) {
    String check = "takes what is written";
    return readOnly.equals("on")
        ? Finding.bad(SYSTEM, check, "transaction_read_only is on", UsableDatabase.READ_ONLY)
        : Finding.good(SYSTEM, check, null);
  }

  private static Finding keeps(Connection connection) throws SQLException {
    String value = ask(connection, "SHOW synchronous_commit");
    return value.equals("off")
        ? Finding.bad(
            SYSTEM,
            "keeps what it has confirmed",
            "synchronous_commit is off",
            "set it to on: a crash would lose events that were answered 200")
        : Finding.good(SYSTEM, "keeps what it has confirmed", "synchronous_commit is " + value);
  }

  static Finding survives(String standbys) {
    String check = "survives the loss of its machine";
    return standbys.isBlank()
        ? Finding.bad(
            SYSTEM,
            check,
            "synchronous_standby_names is empty",
            "name the standbys there: a failover would lose events that were answered 200; or set "
                + STANDBY
                + "=false")
        : Finding.good(SYSTEM, check, "synchronous_standby_names is " + standbys);
  }

  /** Of those that the server takes, some are kept for its superusers. */
  private Finding connections(Connection connection) throws SQLException {
    int all = Integer.parseInt(ask(connection, "SHOW max_connections"));
    int kept = Integer.parseInt(ask(connection, "SHOW superuser_reserved_connections"));
    int most = Math.min(all - kept, Integer.parseInt(ask(connection, OWN_LIMIT)));
    int wanted =
        settings.getRequiredProperty("spring.datasource.hikari.maximum-pool-size", Integer.class);
    String check = "takes the connections of a node";
    return wanted <= most
        ? Finding.good(SYSTEM, check, "%d of %d".formatted(wanted, most))
        : Finding.bad(
            SYSTEM,
            check,
            "a node opens %d, the server takes %d".formatted(wanted, most),
            "raise max_connections there, and the CONNECTION LIMIT of the user and of the database, to the sum of all nodes, or lower spring.datasource.hikari.maximum-pool-size");
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String product(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName()
        + " "
        + connection.getMetaData().getDatabaseProductVersion();
  }

  /** The command line's own database hides the one that is set. */
  private String setting(String name) {
    String set = settings.getProperty(StandIn.REAL + name);
    return set == null ? settings.getProperty("spring.datasource." + name, "") : set;
  }
}
