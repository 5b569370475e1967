package org.idwiseroutes.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.spi.ComponentCustomizer;

/**
 * Lets the mails of one endpoint share its connections, see {@link SharedConnectionsSender}, and
 * reach those recipients that the server takes.
 */
@org.springframework.stereotype.Component
class MailConnections implements ComponentCustomizer {

  private final MailRecipients recipients;

  MailConnections(MailRecipients recipients) {
    this.recipients = recipients;
  }

  @Override
  public boolean isEnabled(String name, Component target) {
    return target instanceof MailComponent;
  }

  @Override
  public void configure(String name, Component target) {
    ((MailComponent) target).setConfiguration(new Sharing(target.getCamelContext(), recipients));
  }

  private static final class Sharing extends MailConfiguration {

    private final MailRecipients recipients;

    Sharing(CamelContext context, MailRecipients recipients) {
      super(context);
      this.recipients = recipients;
    }

    @Override
    protected JavaMailSender createJavaMailSender(CamelContext context) {
      JavaMailSender alone = super.createJavaMailSender(context);
      alone.getJavaMailProperties().put("mail." + getProtocol() + ".sendpartial", "true");
      return new SharedConnectionsSender(alone, getProtocol(), getPort(), recipients);
    }
  }
}
