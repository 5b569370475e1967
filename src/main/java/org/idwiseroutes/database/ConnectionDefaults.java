package org.idwiseroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * What every connection of a kind of database needs; what the URL or the settings say goes first.
 * Sessions that can no longer write leave the pool, see {@link BoundSessions}.
 *
 * <p>The settings are for PostgreSQL, and H2 would refuse them. A server that vanished without a
 * word is noticed. And no plan reads a whole table: the plans of prepared statements are made while
 * the tables are empty, when that looks cheap, and are kept while they fill, until the next {@code
 * ANALYZE}. Nor does one statement take several processors. A prepared statement is planned once
 * for any parameters: with arrays PostgreSQL would else plan again each time, which cost a fifth of
 * what an event costs it.
 *
 * <p>A batch of inserts travels as one statement, so its counts say nothing. Errors come without
 * the row that they are about, since they are logged.
 *
 * <p>A node that stands still in the middle of a transaction holds its locks until it is taken for
 * dead, and until then the others' requests fail and are tried again instead of waiting. A lock is
 * waited for less long than an event to be stored ({@code idwise.inbox.store-timeout}), so that its
 * sender is told of the database and not of the time.
 */
@Component
class ConnectionDefaults implements BeanPostProcessor {

  private static final String SOCKET_TIMEOUT_SECONDS = "60";
  private static final String CONNECT_TIMEOUT_SECONDS = "2";

  private static final String SETTINGS =
      """
      SET enable_seqscan = off;
      SET max_parallel_workers_per_gather = 0;
      SET plan_cache_mode = force_generic_plan;
      SET lock_timeout = '3s';
      SET idle_in_transaction_session_timeout = %d
      """;

  private final Environment environment;

  ConnectionDefaults(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (!(bean instanceof HikariDataSource pool) || pool.getJdbcUrl() == null) {
      return bean;
    }
    pool.setExceptionOverrideClassName(BoundSessions.class.getName());
    if (pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
      set(pool, "socketTimeout", SOCKET_TIMEOUT_SECONDS);
      set(pool, "connectTimeout", CONNECT_TIMEOUT_SECONDS);
      set(pool, "tcpKeepAlive", "true");
      set(pool, "reWriteBatchedInserts", "true");
      set(pool, "logServerErrorDetail", "false");
      String sslMode = environment.getProperty("idwise.database.ssl-mode", "");
      if (!sslMode.isBlank()) {
        set(pool, "sslmode", sslMode);
      }
      if (pool.getConnectionInitSql() == null) {
        pool.setConnectionInitSql(SETTINGS.formatted(deadAfter().toMillis()));
      }
    }
    return bean;
  }

  private Duration deadAfter() {
    return environment.getRequiredProperty("idwise.outbox.dead-after", Duration.class);
  }

  private static void set(HikariDataSource pool, String property, String value) {
    if (!pool.getDataSourceProperties().containsKey(property)
        && !pool.getJdbcUrl().contains(property + "=")) {
      pool.addDataSourceProperty(property, value);
    }
  }
}
