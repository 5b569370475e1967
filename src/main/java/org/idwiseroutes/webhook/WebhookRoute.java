package org.idwiseroutes.webhook;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.inbox.Inbox;
import org.idwiseroutes.inbox.InboxUnavailableException;
import org.springframework.stereotype.Component;

/**
 * The entrance: read, store once, answer. Nothing but storing happens before the answer. It is
 * written in Java because nobody edits it while it runs.
 */
@Component
class WebhookRoute extends RouteBuilder {

  private final Intake intake;
  private final Answers answers;
  private final Inbox inbox;

  WebhookRoute(Intake intake, Answers answers, Inbox inbox) {
    this.intake = intake;
    this.answers = answers;
    this.inbox = inbox;
  }

  @Override
  public void configure() {
    onException(InboxUnavailableException.class)
        .handled(true)
        .logStackTrace(false)
        .logExhausted(false)
        .log(
            LoggingLevel.ERROR,
            "An event was not stored, its sender must come again: ${exception.message}: ${exception.cause}")
        .process(answers::unavailable);

    onException(Exception.class)
        .handled(true)
        .log(LoggingLevel.ERROR, "A request could not be handled: ${exception.stacktrace}")
        .process(answers::broken);

    from("platform-http:/webhooks/idwise/{source}?headerFilterStrategy=#noCallersHeaders&muteException=true")
        .routeId("webhook")
        .description("Receives IDWise's webhooks, stores each event once, answers")
        .process(intake)
        .choice()
        .when(body().isInstanceOf(Event.class))
        .idempotentConsumer()
        .body(Event.class, Event::identity)
        .idempotentRepository(inbox)
        .eager(true)
        .skipDuplicate(true)
        .removeOnFailure(false)
        .log(LoggingLevel.DEBUG, "New event ${body.id}")
        .end()
        .end()
        .process(answers);
  }
}
