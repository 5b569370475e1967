package org.idwiseroutes.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process among those that share the database; a restart is another node. */
@Component
class Node {

  private static final int LONGEST_HOST = 80;
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROCESSES = Path.of("/proc/self/ns/pid");

  private final String name = host() + "-" + UUID.randomUUID().toString().substring(0, 8);
  private final String machine = thisMachine();

  String name() {
    return name;
  }

  /**
   * Names a boot of the machine and a set of its processes: two nodes of the same can see whether
   * the other's process is there. Null where that cannot be told.
   */
  String machine() {
    return machine;
  }

  long pid() {
    return ProcessHandle.current().pid();
  }

  /** When this process began; null where the system does not say. */
  Instant processBeganAt() {
    return ProcessHandle.current().info().startInstant().orElse(null);
  }

  /**
   * Whether a process of this machine is there no more.
   *
   * @param beganAt tells it from a later one of the same number; null when unknown
   */
  static boolean isGone(long pid, Instant beganAt) {
    Instant began =
        ProcessHandle.of(pid).flatMap(process -> process.info().startInstant()).orElse(null);
    return ProcessHandle.of(pid).isEmpty()
        || began != null && beganAt != null && !began.equals(beganAt);
  }

  private static String thisMachine() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(PROCESSES);
    } catch (IOException | UnsupportedOperationException noLinux) {
      return null;
    }
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
