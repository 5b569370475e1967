package org.idwiseroutes.outbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process among those that share the database; a restart is another node. */
@Component
class Node {

  private static final int LONGEST_HOST = 80;

  private final String name = host() + "-" + UUID.randomUUID().toString().substring(0, 8);

  String name() {
    return name;
  }

  private static String host() {
    try {
      String host = InetAddress.getLocalHost().getHostName();
      return host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
    } catch (UnknownHostException unnamed) {
      return "node";
    }
  }
}
