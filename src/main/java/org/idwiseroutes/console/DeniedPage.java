package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where Spring Security leads what it does not allow. */
@Controller
class DeniedPage {

  @RequestMapping("/console/denied")
  String show(Model model, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    model.addAttribute("heading", "This is not allowed");
    model.addAttribute(
        "detail",
        "Either you may read and not act, or the page is older than your login: load it again.");
    return "console/problem";
  }
}
