package org.idwiseroutes.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.mail.JavaMailSender;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.spi.ComponentCustomizer;

/** Lets the mails of one endpoint share its connections, see {@link SharedConnectionsSender}. */
@org.springframework.stereotype.Component
class MailConnections implements ComponentCustomizer {

  @Override
  public boolean isEnabled(String name, Component target) {
    return target instanceof MailComponent;
  }

  @Override
  public void configure(String name, Component target) {
    ((MailComponent) target).setConfiguration(new Sharing(target.getCamelContext()));
  }

  private static final class Sharing extends MailConfiguration {

    Sharing(CamelContext context) {
      super(context);
    }

    @Override
    protected JavaMailSender createJavaMailSender(CamelContext context) {
      JavaMailSender alone = super.createJavaMailSender(context);
      return new SharedConnectionsSender(alone, getProtocol(), getPort());
    }
  }
}
