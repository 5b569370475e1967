package org.idwiseroutes.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * The application's settings for Camel, in the application's order. What an environment variable
 * sets arrives as it is; in a file <code>${…}</code> names another setting.
 */
@Component
public class EnvironmentSettings implements CamelContextConfiguration {

  private static final String ATTACHED = "configurationProperties";

  private final ConfigurableEnvironment settings;

  EnvironmentSettings(ConfigurableEnvironment settings) {
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
  private record Source(ConfigurableEnvironment settings) implements PropertiesSource {

    @Override
    public String getName() {
      return "settings";
    }

    @Override
    public String getProperty(String name) {
      return in(settings, name);
    }
  }

  /** What is set under a name; null for nothing. */
  public static String in(ConfigurableEnvironment settings, String name) {
    for (PropertySource<?> source : settings.getPropertySources()) {
      Object value = source.getName().equals(ATTACHED) ? null : source.getProperty(name);
      if (value != null) {
        return source instanceof SystemEnvironmentPropertySource
            ? value.toString()
            : settings.getProperty(name);
      }
    }
    return settings.getProperty(name);
  }
}
