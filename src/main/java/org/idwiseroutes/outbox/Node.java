package org.idwiseroutes.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** This process among those that share the database; a restart is another node. */
@Component
public class Node {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROCESSES = Path.of("/proc/self/ns/pid");
  private static final Path SELF = Path.of("/proc/self");

  /** Fields of {@code /proc/PID/stat} behind the name, from 0; proc_pid_stat(5). */
  private static final int STATE = 0;

  private static final int START = 19;
  private static final Set<String> DEAD = Set.of("Z", "X");

  private final String name;
  private final String machine = thisMachine();

  /** With a name that no other start has. */
  Node(@Value("${idwise.node.name}") String name) {
    this.name = name;
  }

  /** The host and a number of this start. */
  public String name() {
    return name;
  }

  /**
   * Names a boot of the machine, a set of its processes and a user: two nodes of the same can see
   * whether the other's process is there, even where those of other users are hidden. Null where
   * that cannot be told.
   */
  String machine() {
    return machine;
  }

  long pid() {
    return ProcessHandle.current().pid();
  }

  /** When this process began, in ticks since the machine's boot; null where nobody says. */
  Long processStart() {
    return start(pid()).orElse(null);
  }

  /**
   * Whether a process of this machine is there no more.
   *
   * @param start tells it from a later one of the same number
   */
  static boolean isGone(long pid, Long start) {
    return start != null && !start(pid).equals(Optional.of(start));
  }

  /**
   * Not by the clock, which is set while processes run; empty when there is none, or a dead one.
   */
  private static Optional<Long> start(long pid) {
    try {
      String all = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] behindName = all.substring(all.lastIndexOf(')') + 2).split(" ");
      return DEAD.contains(behindName[STATE])
          ? Optional.empty()
          : Optional.of(Long.parseLong(behindName[START]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String thisMachine() {
    try {
      return "%s %s %s"
          .formatted(
              Files.readString(BOOT).strip(),
              Files.readSymbolicLink(PROCESSES),
              Files.getAttribute(SELF, "unix:uid"));
    } catch (IOException | RuntimeException noLinux) {
      return null;
    }
  }
}
