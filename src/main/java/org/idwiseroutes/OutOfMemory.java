package org.idwiseroutes;

/**
 * Ends a node whose memory is exhausted, as {@code -XX:+ExitOnOutOfMemoryError} does: that does not
 * see what the library throws, such as for buffers outside of the heap. Of a thread that has ended
 * so, others may wait for ever, the embedded database's for example.
 */
final class OutOfMemory implements Thread.UncaughtExceptionHandler {

  /** The exit code that the virtual machine itself has for it. */
  private static final int EXIT_CODE = 3;

  private final Thread.UncaughtExceptionHandler others;
  private final Runnable end;

  /**
   * Such a handler.
   *
   * @param others gets all else; null for the error stream
   */
  OutOfMemory(Thread.UncaughtExceptionHandler others, Runnable end) {
    this.others = others;
    this.end = end;
  }

  /** Ends the process whenever a thread ends for want of memory. */
  static void endsTheNode() {
    Thread.setDefaultUncaughtExceptionHandler(
        new OutOfMemory(
            Thread.getDefaultUncaughtExceptionHandler(),
            () -> Runtime.getRuntime().halt(EXIT_CODE)));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof OutOfMemoryError) {
        try {
          System.err.println("Out of memory in " + thread.getName() + ", the node ends: " + one);
        } finally {
          end.run();
        }
        return;
      }
    }
    if (others != null) {
      others.uncaughtException(thread, thrown);
    } else {
      thrown.printStackTrace();
    }
  }
}
