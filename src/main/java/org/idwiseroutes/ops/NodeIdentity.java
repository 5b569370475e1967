package org.idwiseroutes.ops;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives this start a name of its own ({@code idwise.node.name}: the host and eight digits), and
 * tells structured logs which version, node and environment writes them.
 */
final class NodeIdentity implements EnvironmentPostProcessor {

  private static final int LONGEST_HOST = 80;
  private static final int DIGITS = 8;

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "node-identity",
                Map.of(
                    "idwise.node.name",
                    host() + "-" + UUID.randomUUID().toString().substring(0, DIGITS),
                    "logging.structured.ecs.service.name",
                    "idwise-routes",
                    "logging.structured.ecs.service.version",
                    ProductVersion.OF_THIS,
                    "logging.structured.ecs.service.node-name",
                    "${idwise.node.name}",
                    "logging.structured.ecs.service.environment",
                    "${idwise.environment.name}")));
  }

  private static String host() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      return host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
    } catch (UnknownHostException unnamed) {
      return "node";
    }
  }
}
