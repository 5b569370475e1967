package org.idwiseroutes.jsonhttp;

/**
 * Whether the call that this thread makes asks for something to be done, and maps no words of the
 * answer. They are an extra then: whatever is wrong with them, the status decides.
 */
public final class AnswerUse {

  private static final ThreadLocal<Boolean> EXTRA = new ThreadLocal<>();

  private AnswerUse() {}

  /** What makes a call. */
  interface Call {

    void make() throws Exception;
  }

  /** Makes a call of whose answer the status alone is read. */
  static void ofStatus(Call call) throws Exception {
    EXTRA.set(true);
    try {
      call.make();
    } finally {
      EXTRA.remove();
    }
  }

  /** Whether the words are an extra. */
  public static boolean isStatusAlone() {
    return EXTRA.get() != null;
  }
}
