package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A thread that ends for want of memory ends the node, and no other does. */
class OutOfMemoryTest {

  private final List<Throwable> others = new ArrayList<>();
  private int ended;

  @Test
  void whatTheLibraryThrowsEndsTheNode() {
    OutOfMemoryError direct = new OutOfMemoryError("Cannot reserve direct buffer memory");
    thrown(direct);
    thrown(new IllegalStateException(direct));
    assertThat(ended).isEqualTo(2);
    assertThat(others).isEmpty();
  }

  @Test
  void allElseIsForTheOthers() {
    thrown(new IOException("no memory was meant"));
    assertThat(ended).isZero();
    assertThat(others).hasSize(1);
  }

  private void thrown(Throwable thrown) {
    new OutOfMemory((thread, one) -> others.add(one), () -> ended++)
        .uncaughtException(Thread.currentThread(), thrown);
  }
}
