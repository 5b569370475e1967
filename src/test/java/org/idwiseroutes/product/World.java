package org.idwiseroutes.product;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the product talks to, started once for all tests: CRM, ticket desk, chat, IDWise, SMTP,
 * PostgreSQL.
 */
final class World {

  static final WireMockServer CRM = wireMock();
  static final WireMockServer DESK = wireMock();
  static final WireMockServer CHAT = wireMock();
  static final WireMockServer IDWISE = wireMock();
  static final GreenMail MAIL = mail();

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private World() {}

  /** A new, empty database on the one PostgreSQL. */
  static String newPostgresDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Postgres.SERVER.getJdbcUrl("postgres", name);
  }

  private static WireMockServer wireMock() {
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().containerThreads(40));
    server.start();
    return server;
  }

  private static GreenMail mail() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    return mail;
  }

  private static final class Postgres {

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
