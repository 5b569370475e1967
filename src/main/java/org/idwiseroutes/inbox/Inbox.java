package org.idwiseroutes.inbox;

import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.springframework.stereotype.Component;

/**
 * Where events are kept, as the repository of Camel's Idempotent Consumer. Recognising an event and
 * storing it are the same insert, so there is no moment at which a key is known whose event is not.
 *
 * <p>Chosen on purpose: adding comes first ({@code eager}), a key is never removed and needs no
 * confirmation. So nothing that was answered 200 can be forgotten, even when the answer failed on
 * its way; and what was not stored left no key behind to stop its retry.
 */
@Component
public class Inbox extends ServiceSupport implements IdempotentRepository {

  /**
   * The exchange property with the id of the event, or of the one it repeats, as a {@link UUID}.
   */
  public static final String EVENT_ID = "idwise.eventId";

  /**
   * The exchange property that is true when the event stands in the log, and may repeat one: then
   * its id names none.
   */
  public static final String LOGGED = "idwise.logged";

  private final Storing storing;
  private final EventKeys keys;
  private final Repeats repeats;

  Inbox(Storing storing, EventKeys keys, Repeats repeats) {
    this.storing = storing;
    this.keys = keys;
    this.repeats = repeats;
  }

  /**
   * Stores the {@link Event} in the exchange's body together with its delivery to {@code decide}.
   *
   * @param key the event's identity
   * @return false when it repeats one that is stored, or is a test call that was only counted; with
   *     the log always true, since repeats are recognised later
   * @throws InboxUnavailableException when it was not stored within {@code
   *     idwise.inbox.store-timeout}; the sender must try again
   */
  @Override
  public boolean add(Exchange exchange, String key) {
    Receipt receipt = storing.store(exchange.getMessage().getBody(Event.class));
    exchange.setProperty(EVENT_ID, receipt.id());
    exchange.setProperty(LOGGED, receipt.isLogged());
    if (receipt.isRepeat()) {
      repeats.add(receipt.id());
    }
    return receipt.isNew();
  }

  @Override
  public boolean contains(String key) {
    int slash = key.indexOf('/');
    return keys.contains(key.substring(0, slash), key.substring(slash + 1));
  }

  /** Not without its event: that would be the key which nothing was delivered for. */
  @Override
  public boolean add(String key) {
    throw new IllegalStateException("An event is added with its exchange, not by its key alone");
  }

  /** An event that is stored stays; says that nothing was removed. */
  @Override
  public boolean remove(String key) {
    return false;
  }

  /** There is nothing left to confirm. */
  @Override
  public boolean confirm(String key) {
    return true;
  }

  /** Events leave by retention alone. */
  @Override
  public void clear() {
    throw new IllegalStateException("The inbox cannot be cleared");
  }
}
