package org.idwiseroutes.console;

import org.idwiseroutes.ops.Audit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /console/audit}: what operators did. */
@Controller
class AuditPage {

  private static final int ROWS = 200;

  private final Audit audit;

  AuditPage(Audit audit) {
    this.audit = audit;
  }

  @GetMapping("/console/audit")
  String show(Model model) {
    model.addAttribute("acts", audit.last(ROWS));
    return "console/audit";
  }
}
