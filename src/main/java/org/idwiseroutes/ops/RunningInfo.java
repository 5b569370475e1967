package org.idwiseroutes.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.RunningRules;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.stereotype.Component;

/**
 * What runs here: {@code /actuator/info} and the metric {@code idwise.info}, which is 1 and has the
 * version and the node as tags, to be joined with the others.
 */
@Component
class RunningInfo implements InfoContributor {

  private final Node node;
  private final RunningRules rules;

  RunningInfo(Node node, RunningRules rules, MeterRegistry metrics) {
    this.node = node;
    this.rules = rules;
    Gauge.builder("idwise.info", () -> 1)
        .tag("version", ProductVersion.OF_THIS)
        .tag("node", node.name())
        .register(metrics);
  }

  @Override
  public void contribute(Info.Builder info) {
    info.withDetail(
        "idwise-routes",
        Map.of("version", ProductVersion.OF_THIS, "node", node.name(), "rules", rules.version()));
  }
}
