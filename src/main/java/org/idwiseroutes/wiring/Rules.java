package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.WhenDefinition;

/** Finds the conditions that an exchange has met on its way. */
final class Rules {

  private Rules() {}

  /** Choice by choice, up to the condition that matched. */
  static List<Rule> of(ModelCamelContext context, Recording recording) {
    List<Rule> rules = new ArrayList<>();
    for (String id : recording.visited()) {
      if (context.getProcessorDefinition(id) instanceof ChoiceDefinition choice) {
        rules.addAll(rules(choice, recording));
      }
    }
    return rules;
  }

  private static List<Rule> rules(ChoiceDefinition choice, Recording recording) {
    List<Rule> rules = new ArrayList<>();
    String route = ProcessorDefinitionHelper.getRouteId(choice);
    for (WhenDefinition when : choice.getWhenClauses()) {
      boolean matched = isVisited(when, recording);
      rules.add(
          new Rule(
              route,
              when.getId(),
              when.getDescription(),
              when.getExpression().getExpression(),
              matched));
      if (matched) {
        return rules;
      }
    }
    if (choice.getOtherwise() != null) {
      rules.add(new Rule(route, choice.getOtherwise().getId(), "Otherwise", null, true));
    }
    return rules;
  }

  private static boolean isVisited(WhenDefinition rule, Recording recording) {
    return rule.getOutputs().stream().anyMatch(step -> recording.hasVisited(step.getId()));
  }
}
