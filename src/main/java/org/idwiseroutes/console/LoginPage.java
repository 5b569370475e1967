package org.idwiseroutes.console;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * {@code /console/login}. A {@code POST} is Spring Security's, which leads here when it refuses to
 * look at the password.
 */
@Controller
class LoginPage {

  private final List<ClientRegistration> providers = new ArrayList<>();

  LoginPage(ObjectProvider<InMemoryClientRegistrationRepository> registrations) {
    registrations.ifAvailable(all -> all.forEach(providers::add));
  }

  @RequestMapping(
      path = "/console/login",
      method = {RequestMethod.GET, RequestMethod.POST})
  String show(Model model) {
    model.addAttribute("providers", providers);
    return "console/login";
  }
}
