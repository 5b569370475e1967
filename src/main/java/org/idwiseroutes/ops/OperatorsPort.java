package org.idwiseroutes.ops;

import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Spring Boot's web server is the operators'; {@code idwise.ops.*} says where it listens. */
@Component
class OperatorsPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorsPort.class);

  /** Spring Boot's settings of one port; here are two. */
  private static final List<String> NOT_USED =
      List.of("server.port", "server.address", "server.ssl.bundle");

  private final OpsProperties properties;

  OperatorsPort(OpsProperties properties, Environment environment) {
    this.properties = properties;
    if (properties.probePort() != 0 && properties.probePort() == properties.port()) {
      throw new IllegalArgumentException(
          "idwise.ops.probe-port and idwise.ops.port are both %d: set two different ports"
              .formatted(properties.port()));
    }
    for (String setting : NOT_USED) {
      if (environment.containsProperty(setting)) {
        throw new IllegalArgumentException(
            "%s is set and means neither port: use idwise.webhook.port, .address and .ssl-bundle for IDWise's, idwise.ops.port, .address and .ssl-bundle for the operators'"
                .formatted(setting));
      }
    }
  }

  /** After Spring Boot's own, which reads {@code server.*}. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.setPort(properties.port());
    factory.setAddress(properties.address());
    if (properties.sslBundle() != null) {
      Ssl ssl = Ssl.forBundle(properties.sslBundle());
      ssl.setClientAuth(properties.clientAuth());
      factory.setSsl(ssl);
    }
    factory.addContextCustomizers(
        context ->
            ((StandardHost) context.getParent())
                .setErrorReportValveClass(ProblemReport.class.getName()));
  }

  @EventListener
  void started(ServletWebServerInitializedEvent event) {
    LOG.info("Operators use port {} on {}", event.getWebServer().getPort(), properties.address());
  }
}
