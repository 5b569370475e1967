package org.idwiseroutes.wiring;

import java.util.Map;
import org.apache.camel.spi.PropertiesSource;
import org.springframework.core.env.Environment;

/** The application's settings, for the placeholders of route files, some of them replaced. */
record ReplacedSettings(Environment environment, Map<String, String> others)
    implements PropertiesSource {

  @Override
  public String getName() {
    return "settings";
  }

  @Override
  public String getProperty(String name) {
    return others.containsKey(name) ? others.get(name) : environment.getProperty(name);
  }
}
