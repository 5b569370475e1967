package org.idwiseroutes.routes;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** The {@code direct:} routes that a route goes on to. */
final class Calls {

  /** Stands for all: a step chooses its way at run time. */
  static final String ANYWHERE = "direct:*";

  private static final String DIRECT = "direct:";

  private static final Set<String> CHOOSING =
      Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich", "poll");

  private Calls() {}

  /** Their URIs without options. */
  static Set<String> of(RouteDefinition route, CamelContext camel) {
    Set<String> called = new LinkedHashSet<>();
    Collection<ProcessorDefinition> steps =
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), ProcessorDefinition.class);
    for (ProcessorDefinition<?> step : steps) {
      if (step instanceof ToDefinition to) {
        String uri = uri(to, camel);
        if (uri.startsWith(DIRECT)) {
          called.add(uri.replace("//", "").split("\\?", 2)[0]);
        }
      } else if (step instanceof ToDynamicDefinition || CHOOSING.contains(step.getShortName())) {
        called.add(ANYWHERE);
      }
    }
    return called;
  }

  private static String uri(ToDefinition step, CamelContext camel) {
    try {
      return camel.resolvePropertyPlaceholders(step.getEndpointUri());
    } catch (IllegalArgumentException notSet) {
      return "";
    }
  }
}
