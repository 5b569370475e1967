package org.idwiseroutes.outbox;

import java.util.Map;

/** Hears of each delivery that went through, once that is committed. */
public interface DeliveredListener {

  /**
   * A destination has confirmed a delivery. Must be quick and touch no database.
   *
   * @param variables those that travelled with it
   */
  void delivered(String destination, Map<String, Object> variables);
}
