package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page shows. */
@ControllerAdvice(basePackageClasses = ConsoleModel.class)
class ConsoleModel {

  private final Words words;

  ConsoleModel(Words words) {
    this.words = words;
  }

  @ModelAttribute("words")
  Words words() {
    return words;
  }

  @ModelAttribute("user")
  String user(HttpServletRequest request) {
    return request.getRemoteUser();
  }

  /** Whether buttons that act are shown; what they do is guarded by itself. */
  @ModelAttribute("operator")
  boolean operator(HttpServletRequest request) {
    return request.isUserInRole("OPERATOR");
  }

  @ModelAttribute("path")
  String path(HttpServletRequest request) {
    return request.getRequestURI();
  }
}
