package org.idwiseroutes.console;

import java.time.LocalDateTime;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.AuditEntry;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** {@code /console/audit}: what operators did. */
@Controller
class AuditPage {

  private static final int ROWS = 100;

  private final Audit audit;

  AuditPage(Audit audit) {
    this.audit = audit;
  }

  /**
   * Which acts are wanted; what is empty restricts nothing.
   *
   * @param from in the time zone; likewise {@code until}
   * @param zone the browser's time zone; null is UTC
   */
  public record Search(
      String operator,
      String action,
      LocalDateTime from,
      LocalDateTime until,
      String zone,
      String before) {

    public Search {
      operator = text(operator);
      action = text(action);
      zone = text(zone);
      before = text(before);
    }

    Filter filter() {
      return new Filter()
          .equal("operator", operator)
          .equal("action", action)
          .from("at", LocalTimes.moment(from, zone))
          .until("at", LocalTimes.moment(until, zone))
          .beforeRow("audit", "at", before);
    }

    private static String text(String value) {
      return value == null || value.isBlank() ? null : value.strip();
    }
  }

  /** What is found. */
  @GetMapping("/console/audit.csv")
  ResponseEntity<Page<AuditEntry>> file(@ModelAttribute("search") Search search) {
    VisibleSources.requireAll();
    return CsvFile.of("audit", audit.page(search.filter(), CsvFile.ROWS));
  }

  @GetMapping("/console/audit")
  String show(@ModelAttribute("search") Search search, Model model) {
    VisibleSources.requireAll();
    Page<AuditEntry> page = audit.page(search.filter(), ROWS);
    model.addAttribute("acts", page.items());
    model.addAttribute("next", page.next());
    model.addAttribute("actions", audit.actions());
    return "console/audit";
  }
}
