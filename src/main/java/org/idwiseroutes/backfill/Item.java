package org.idwiseroutes.backfill;

import java.util.List;
import java.util.UUID;
import org.idwiseroutes.check.Comparison.Example;

/**
 * One difference of one event at one destination.
 *
 * @param key of the delivery that the event would have there
 * @param words what differs, alike for all events with the same difference
 * @param ticket the id of the ticket that is to be closed, where the desk has just told it; else
 *     null
 * @param sample what would be asked otherwise, masked; null when nobody has to see it
 */
public record Item(
    UUID eventId,
    String destination,
    String key,
    Act act,
    String words,
    String ticket,
    Example sample) {

  /** One that is about no ticket which only the desk knows. */
  public Item(UUID eventId, String destination, String key, Act act, String words, Example sample) {
    this(eventId, destination, key, act, words, null, sample);
  }

  /** The same, which leads to its event. */
  public Item asSample() {
    Example event = new Example(eventId.toString(), List.of(), List.of(), List.of());
    return new Item(this.eventId, destination, key, act, words, ticket, event);
  }

  /** The key without the number of a correction. */
  public static String base(String key) {
    int number = key.indexOf('#');
    return number < 0 ? key : key.substring(0, number);
  }
}
