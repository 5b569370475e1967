package org.idwiseroutes.console;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * {@code /console/login}. Spring Security leads a form whose password it did not look at to {@code
 * /console/login/refused}.
 */
@Controller
class LoginPage {

  private final List<ClientRegistration> providers = new ArrayList<>();

  LoginPage(ObjectProvider<InMemoryClientRegistrationRepository> registrations) {
    registrations.ifAvailable(all -> all.forEach(providers::add));
  }

  @RequestMapping({"/console/login", "/console/login/refused"})
  String show(Model model) {
    model.addAttribute("providers", providers);
    return "console/login";
  }
}
