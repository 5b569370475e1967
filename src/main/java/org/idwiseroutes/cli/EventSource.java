package org.idwiseroutes.cli;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.PastEvents;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import picocli.CommandLine.Option;

/** Where a command reads events of the past: the application's database, or a running node. */
final class EventSource {

  /** Of H2: another process has the file open. */
  private static final int IN_USE = 90_020;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description =
          "Reads the events of a running node, such as http://localhost:8081, when nobody else can open its database. idwise.node.username and idwise.node.password are an operator's there.")
  private URI node;

  /**
   * The API of the node.
   *
   * @throws IllegalStateException when none is named
   */
  NodeApi api(Environment settings) {
    if (node == null) {
      throw new IllegalStateException(
          "name two folders, or with --node the node whose events are compared with the rules that it runs");
    }
    return new NodeApi(node, settings);
  }

  /**
   * The events.
   *
   * @param settings those of a context in which the application's database is not used
   * @throws IllegalStateException when a running node has the database open
   * @throws SQLException when the database does not answer
   */
  PastEvents open(Environment settings) throws SQLException {
    if (node != null) {
      return new NodeEvents(new NodeApi(node, settings));
    }
    return new DecidedEvents(database(settings));
  }

  /** The application's database, of a context in which it is not used; throws as {@link #open}. */
  static JdbcClient database(Environment settings) throws SQLException {
    DriverManagerDataSource database =
        new DriverManagerDataSource(
            settings.getProperty(StandIn.REAL + "url", ""),
            settings.getProperty(StandIn.REAL + "username"),
            settings.getProperty(StandIn.REAL + "password"));
    try (Connection opened = database.getConnection()) {
      return JdbcClient.create(database);
    } catch (SQLException e) {
      if (e.getErrorCode() == IN_USE) {
        throw new IllegalStateException(
            "a running node has the embedded database open; read through the node: --node http://localhost:8081");
      }
      throw e;
    }
  }
}
