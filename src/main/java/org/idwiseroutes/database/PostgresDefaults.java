package org.idwiseroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * What every PostgreSQL connection needs and H2 would refuse; what the URL or the settings say goes
 * first.
 *
 * <p>A server that vanished without a word is noticed. And no plan reads a whole table: the plans
 * of prepared statements are made while the tables are empty, when that looks cheap, and are kept
 * while they fill, until the next {@code ANALYZE}.
 */
@Component
class PostgresDefaults implements BeanPostProcessor {

  private static final String SOCKET_TIMEOUT_SECONDS = "60";
  private static final String CONNECT_TIMEOUT_SECONDS = "2";

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && pool.getJdbcUrl() != null
        && pool.getJdbcUrl().startsWith("jdbc:postgresql:")) {
      set(pool, "socketTimeout", SOCKET_TIMEOUT_SECONDS);
      set(pool, "connectTimeout", CONNECT_TIMEOUT_SECONDS);
      set(pool, "tcpKeepAlive", "true");
      if (pool.getConnectionInitSql() == null) {
        pool.setConnectionInitSql("SET enable_seqscan = off");
      }
    }
    return bean;
  }

  private static void set(HikariDataSource pool, String property, String value) {
    if (!pool.getDataSourceProperties().containsKey(property)
        && !pool.getJdbcUrl().contains(property + "=")) {
      pool.addDataSourceProperty(property, value);
    }
  }
}
