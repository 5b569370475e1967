package org.idwiseroutes.wiring;

import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Starts the routes of a file in a context of their own, in which nothing has an effect. */
@Component
public class Trial {

  private static final List<String> INNER = List.of("direct:", "log:", "bean:");

  private final ApplicationContext application;

  Trial(ApplicationContext application) {
    this.application = application;
  }

  /**
   * Builds and starts what is given, and ends it again.
   *
   * @throws Exception when it cannot be built or started
   */
  public void run(String name, String text) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext(false);
    context
        .getCamelContextExtension()
        .setRegistry(new DefaultRegistry(new ApplicationContextBeanRepository(application)));
    context.getCamelContextExtension().setName("trial");
    RecordingComponent recording = new RecordingComponent();
    context.addComponent("outbox", recording);
    context
        .getPropertiesComponent()
        .addPropertiesSource(new Settings(application.getEnvironment()));
    context
        .getCamelContextExtension()
        .registerEndpointCallback(
            (uri, endpoint) ->
                endpoint.getComponent() == recording || INNER.stream().anyMatch(uri::startsWith)
                    ? endpoint
                    : new RecordingComponent.RecordingEndpoint(uri, recording, uri));
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
      context.start();
    } finally {
      context.stop();
    }
  }
}
