package org.idwiseroutes.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The application's settings for Camel, in the application's order. Camel by itself takes a
 * variable of the environment before all others, and before {@link BaseUrls} has seen it.
 */
@Component
class EnvironmentSettings implements CamelContextConfiguration {

  private final Environment settings;

  EnvironmentSettings(Environment settings) {
    this.settings = settings;
  }

  @Override
  public void beforeApplicationStart(CamelContext camel) {
    camel.getPropertiesComponent().addPropertiesSource(new Source(settings));
  }

  @Override
  public void afterApplicationStart(CamelContext camel) {
    // nothing is left to do
  }

  /** Of the application alone: a rehearsal has settings of its own. */
  private record Source(Environment settings) implements PropertiesSource {

    @Override
    public String getName() {
      return "settings";
    }

    @Override
    public String getProperty(String name) {
      return settings.getProperty(name);
    }
  }
}
