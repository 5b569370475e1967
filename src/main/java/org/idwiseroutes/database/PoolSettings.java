package org.idwiseroutes.database;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.stereotype.Component;

/**
 * Settings of the pool of connections. The variable {@code
 * SPRING_DATASOURCE_HIKARI_CONNECTION_TIMEOUT} may also mean the setting {@code timeout} of
 * something called {@code connection}; to look at it Spring Boot would ask the pool for a
 * connection, which opens the pool before it has its settings.
 */
@Component
class PoolSettings implements ConfigurationPropertiesBindHandlerAdvisor {

  private static final ConfigurationPropertyName CONNECTION =
      ConfigurationPropertyName.of("spring.datasource.hikari.connection");

  @Override
  public BindHandler apply(BindHandler handler) {
    return new AbstractBindHandler(handler) {
      @Override
      public <T> Bindable<T> onStart(
          ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        return name.equals(CONNECTION) ? null : super.onStart(name, target, context);
      }
    };
  }
}
