package org.idwiseroutes.outbox;

/** Interrupts one thread unless it was switched off before. */
final class Alarm {

  private final Thread thread;
  private boolean off;
  private boolean rang;

  Alarm(Thread thread) {
    this.thread = thread;
  }

  synchronized void ring() {
    if (!off) {
      rang = true;
      thread.interrupt();
    }
  }

  synchronized void off() {
    off = true;
    if (rang) {
      Thread.interrupted();
    }
  }

  synchronized boolean rang() {
    return rang;
  }
}
