package org.idwiseroutes.doctor;

import jakarta.mail.MessagingException;
import java.util.List;
import org.idwiseroutes.routes.Mail;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The mail server lets us in; no mail is sent. */
@Component
@Order(4)
class MailCheck implements Check {

  private static final String CHECK = "lets us in";

  private final Mail mail;
  private final Environment settings;

  MailCheck(Mail mail, Environment settings) {
    this.mail = mail;
    this.settings = settings;
  }

  @Override
  public List<Finding> run() {
    String system =
        "mail (%s:%s)"
            .formatted(settings.getProperty("smtp.host"), settings.getProperty("smtp.port"));
    try {
      mail.connect();
      return List.of(Finding.good(system, CHECK, null));
    } catch (MessagingException e) {
      return List.of(
          Finding.bad(
              system,
              CHECK,
              e.getMessage(),
              "set smtp.host, smtp.port, smtp.username, smtp.password and smtp.starttls"));
    }
  }
}
