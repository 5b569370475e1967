package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.idwiseroutes.ops.ProductVersion;
import org.idwiseroutes.ops.Proposals;
import org.idwiseroutes.outbox.Node;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows. */
@ControllerAdvice(basePackageClasses = ConsoleModel.class)
class ConsoleModel {

  private final Words words;
  private final Node node;
  private final EnvironmentProperties environment;
  private final Proposals proposals;

  ConsoleModel(Words words, Node node, EnvironmentProperties environment, Proposals proposals) {
    this.proposals = proposals;
    this.words = words;
    this.node = node;
    this.environment = environment;
  }

  @ModelAttribute
  void add(HttpServletRequest request, Model model) {
    model.addAllAttributes(of(request));
  }

  /** Buttons that act are shown to an operator; what they do is guarded by itself. */
  Map<String, Object> of(HttpServletRequest request) {
    Map<String, Object> common = new HashMap<>();
    common.put("words", words);
    common.put("user", request.getRemoteUser());
    common.put("operator", request.isUserInRole("OPERATOR"));
    common.put("eraser", request.isUserInRole("ERASER"));
    common.put("decidePauser", request.isUserInRole("DECIDE_PAUSER"));
    common.put("proposed", proposals.waiting().size());
    common.put("erasingIsProposed", proposals.areForErasing());
    common.put("query", request.getQueryString());
    common.put("path", request.getRequestURI());
    common.put("node", node.name());
    common.put("version", ProductVersion.OF_THIS);
    common.put("environment", environment);
    return common;
  }
}
