package org.idwiseroutes.ops;

import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.idwiseroutes.webhook.EntranceContext;
import org.idwiseroutes.webhook.LingeringClose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/** The second, operators' port of the one web server. */
@Component
class Ports implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  private final OpsProperties properties;
  private final LingeringClose lingeringClose;
  private final EntranceContext entrance;
  private final Connector operators = new Connector();

  Ports(
      OpsProperties properties,
      OpsTls tls,
      LingeringClose lingeringClose,
      EntranceContext entrance) {
    this.entrance = entrance;
    this.lingeringClose = lingeringClose;
    this.properties = properties;
    operators.setPort(properties.port());
    operators.setXpoweredBy(false);
    ((AbstractProtocol<?>) operators.getProtocolHandler()).setAddress(properties.address());
    if (properties.sslBundle() != null) {
      tls.apply(operators, properties.sslBundle());
    }
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addAdditionalTomcatConnectors(operators);
    factory.addEngineValves(lingeringClose);
    factory.addContextValves(new Door(operators));
    factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
    factory.addContextCustomizers(
        context -> {
          StandardHost host = (StandardHost) context.getParent();
          host.setErrorReportValveClass(ProblemReport.class.getName());
          StandardContext webhooks = entrance.create();
          webhooks.getPipeline().addValve(new Door(operators));
          host.addChild(webhooks);
        });
  }

  /** Tells where the port is, also when it was chosen by the system ({@code 0}). */
  @EventListener
  void started(ServletWebServerInitializedEvent event) {
    ConfigurableEnvironment environment =
        (ConfigurableEnvironment) event.getApplicationContext().getEnvironment();
    int port = operators.getLocalPort();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("operators' port", Map.of("local.ops.port", port)));
    LOG.info(
        "IDWise posts to port {}, path /webhooks/idwise/<source>; operators use port {} on {}",
        event.getWebServer().getPort(),
        port,
        properties.address());
  }
}
