package org.idwiseroutes.wiring;

import org.apache.camel.spi.PropertiesSource;
import org.springframework.core.env.Environment;

/** The application's settings, for the placeholders of route files. */
record Settings(Environment environment) implements PropertiesSource {

  @Override
  public String getName() {
    return "settings";
  }

  @Override
  public String getProperty(String name) {
    return environment.getProperty(name);
  }
}
