package org.idwiseroutes.ops;

/**
 * What came of an act: it is done, or it waits for a second person. One of the two is null.
 *
 * @param done what was done
 * @param proposal what waits
 */
public record Outcome<T>(T done, Proposal proposal) {

  static <T> Outcome<T> of(T done) {
    return new Outcome<>(done, null);
  }

  static <T> Outcome<T> waiting(Proposal proposal) {
    return new Outcome<>(null, proposal);
  }

  /** Whether nothing is done before a second person approves. */
  public boolean waits() {
    return proposal != null;
  }
}
