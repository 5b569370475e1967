package org.idwiseroutes.outbox;

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
public final class Calls {

  /** Stands for all: a step chooses its way at run time. */
  public static final String ANYWHERE = "direct:*";

  private static final String DIRECT = "direct:";

  private static final Set<String> CHOOSING =
      Set.of("recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich", "poll");

  private Calls() {}

  /** Their URIs without options; those of steps that are off are left out. */
  public static Set<String> of(RouteDefinition route, CamelContext camel) {
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

  /** Empty for a place that a setting names which cannot be filled in. */
  private static String uri(ToDefinition step, CamelContext camel) {
    if (Boolean.parseBoolean(step.getDisabled()) || step.getEndpointUri() == null) {
      return "";
    }
    try {
      return camel.resolvePropertyPlaceholders(step.getEndpointUri());
    } catch (IllegalArgumentException notSet) {
      return "";
    }
  }
}
