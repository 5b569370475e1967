package org.idwiseroutes.outbox.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A failure and what caused it, from the outermost inwards. */
final class Causes {

  /** Causes may run in a circle. */
  private static final int MOST = 50;

  private Causes() {}

  static List<Throwable> of(Throwable thrown) {
    List<Throwable> all = new ArrayList<>();
    for (Throwable one = thrown;
        one != null && all.size() < MOST && !all.contains(one);
        one = one.getCause()) {
      all.add(one);
    }
    return all;
  }

  static <T> Optional<T> find(Class<T> type, Throwable thrown) {
    return of(thrown).stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  static boolean any(Throwable thrown, Predicate<Throwable> wanted) {
    return of(thrown).stream().anyMatch(wanted);
  }

  /** Whether one of them is of such a type, which need not be on the class path. */
  static boolean anyIs(Throwable thrown, Set<String> types) {
    return any(
        thrown,
        one ->
            Stream.<Class<?>>iterate(one.getClass(), type -> type != null, Class::getSuperclass)
                .anyMatch(type -> types.contains(type.getName())));
  }

  /** The innermost cause, in its own words. */
  static String words(Throwable thrown) {
    List<Throwable> all = of(thrown);
    Throwable root = all.get(all.size() - 1);
    String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }
}
