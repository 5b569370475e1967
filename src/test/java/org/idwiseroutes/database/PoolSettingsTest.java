package org.idwiseroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Settings of the pool may be given as variables, in either spelling. */
class PoolSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"CONNECTION_TIMEOUT", "CONNECTIONTIMEOUT"})
  void aVariableSetsThePoolAndDoesNotOpenIt(String name) {
    Map<String, Object> variables = Map.of("SPRING_DATASOURCE_HIKARI_" + name, "3210");
    new ApplicationContextRunner()
        .withInitializer(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            variables)))
        .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
        .withUserConfiguration(PoolSettings.class, ConnectionDefaults.class)
        .withPropertyValues(
            "spring.datasource.url=jdbc:h2:mem:pool", "idwise.outbox.dead-after=10s")
        .run(
            context -> {
              HikariDataSource pool = context.getBean(HikariDataSource.class);
              assertThat(pool.getConnectionTimeout()).isEqualTo(3210);
              assertThat(pool.isRunning()).isFalse();
            });
  }
}
