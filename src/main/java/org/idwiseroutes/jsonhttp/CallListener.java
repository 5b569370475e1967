package org.idwiseroutes.jsonhttp;

import java.time.Duration;
import org.apache.camel.Exchange;

/** Hears of each call that {@code json-http:} has made; a bean of the application. */
public interface CallListener {

  /**
   * A call.
   *
   * @param request the body that was sent; null for none
   * @param status null when there was no answer
   * @param answer its body, or why there was none; null for an empty one
   */
  record Call(
      String method, String url, String request, Integer status, String answer, Duration took) {}

  /** Whether it wants to hear: what is not wanted is not made ready. */
  boolean isOn();

  /** Hears of one; the call stands, whatever it throws. */
  void called(Exchange exchange, Call call);
}
