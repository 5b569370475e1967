package org.idwiseroutes.wiring;

import java.util.Map;
import org.apache.camel.spi.PropertiesSource;
import org.idwiseroutes.routes.EnvironmentSettings;
import org.springframework.core.env.ConfigurableEnvironment;

/** The application's settings, for the placeholders of route files, some of them replaced. */
record ReplacedSettings(ConfigurableEnvironment environment, Map<String, String> others)
    implements PropertiesSource {

  @Override
  public String getName() {
    return "settings";
  }

  @Override
  public String getProperty(String name) {
    return others.containsKey(name) ? others.get(name) : EnvironmentSettings.in(environment, name);
  }
}
