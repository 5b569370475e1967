package org.idwiseroutes.ops;

/**
 * What came of an act: it is done, or it waits for a second person. One of the two is null.
 *
 * @param done what was done
 * @param proposal what waits
 */
public record DoneOrProposed<T>(T done, Proposal proposal) {

  static <T> DoneOrProposed<T> of(T done) {
    return new DoneOrProposed<>(done, null);
  }

  static <T> DoneOrProposed<T> waiting(Proposal proposal) {
    return new DoneOrProposed<>(null, proposal);
  }

  /** Whether nothing is done before a second person approves. */
  public boolean waits() {
    return proposal != null;
  }
}
