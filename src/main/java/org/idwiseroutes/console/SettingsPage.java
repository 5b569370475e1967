package org.idwiseroutes.console;

import org.idwiseroutes.privacy.Secrets;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * {@code /console/settings}: the settings as they hold now; of secrets only whether they are set.
 */
@Controller
class SettingsPage {

  private final Secrets secrets;

  SettingsPage(Secrets secrets) {
    this.secrets = secrets;
  }

  @GetMapping("/console/settings")
  String show(Model model) {
    model.addAttribute("settings", secrets.shown());
    return "console/settings";
  }
}
