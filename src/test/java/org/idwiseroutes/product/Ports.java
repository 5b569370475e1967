package org.idwiseroutes.product;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for what is started again on the same one. */
public final class Ports {

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(12_000, 31_000));

  private Ports() {}

  /**
   * A port that nobody uses at this time, below those that Linux gives to outgoing connections: one
   * of those may be in use again by the time that a server opens its port.
   */
  public static int free() throws IOException {
    while (true) {
      try (ServerSocket socket = new ServerSocket(NEXT.getAndIncrement())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // the next one may be free
      }
    }
  }
}
