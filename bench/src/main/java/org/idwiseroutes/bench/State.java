package org.idwiseroutes.bench;

/** What the destinations do while events are accepted. */
enum State {
  FAST("delivering, destinations fast", Stubs.Mode.FAST, false),
  PAUSED("destinations paused", Stubs.Mode.FAST, true),
  SLOW("destinations at 500 ms", Stubs.Mode.SLOW, false),
  DOWN("destinations down", Stubs.Mode.DOWN, false);

  private final String words;
  private final Stubs.Mode mode;
  private final boolean paused;

  State(String words, Stubs.Mode mode, boolean paused) {
    this.words = "product, " + words;
    this.mode = mode;
    this.paused = paused;
  }

  /** As the table tells it. */
  String words() {
    return words;
  }

  Stubs.Mode mode() {
    return mode;
  }

  /** Whether operations have paused them. */
  boolean paused() {
    return paused;
  }
}
