package org.idwiseroutes.inbox;

import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts into the inbox what another gateway has received for us and passes on by a queue, for use in
 * routes as {@code bean: queuedEvents}.
 */
@Component("queuedEvents")
public class QueuedEvents {

  private static final Logger LOG = LoggerFactory.getLogger(QueuedEvents.class);
  private static final String AUTHENTICATED_AS = "queue";

  private final EventReader reader;
  private final Storing storing;
  private final Repeats repeats;

  QueuedEvents(EventReader reader, Storing storing, Repeats repeats) {
    this.reader = reader;
    this.storing = storing;
    this.repeats = repeats;
  }

  /**
   * Stores an event as the entrance does; when it returns, the event is kept, so that the queue may
   * forget it. One that is stored already counts as a repeat; what is no JSON is quarantined; what
   * names no event is kept as a test call; what is empty is passed over.
   *
   * @param source under which it is stored
   * @param body what IDWise has posted
   * @throws InboxUnavailableException when it was not stored; the queue must bring it again
   */
  public void store(@Variable("source") String source, @Body byte[] body) {
    Event event =
        reader.receive(
            new Origin(source, AUTHENTICATED_AS, null), body == null ? new byte[0] : body);
    if (event == null) {
      LOG.info("Source {}: received a test call", source);
      return;
    }
    Receipt receipt = storing.store(event);
    if (receipt.isRepeat()) {
      repeats.add(receipt.id());
    }
    if (event.isTest()) {
      TestCalls.log(source, receipt.id());
      return;
    }
    LOG.info(
        "Event {} {}: {}, source {}",
        receipt.id(),
        receipt.isNew() ? "accepted" : "duplicate",
        event.name(),
        source);
  }
}
