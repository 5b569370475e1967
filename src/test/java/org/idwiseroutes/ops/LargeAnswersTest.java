package org.idwiseroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Large answers are made one at a time. */
class LargeAnswersTest {

  private final LargeAnswers answers = new LargeAnswers();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void theSecondBeginsWhenTheFirstHasEnded() throws InterruptedException {
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                answers.make(
                    () -> {
                      begun.countDown();
                      await(go);
                      return "first";
                    }));
    begun.await();
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> answers.make(first::isDone));
    Awaitility.await().during(Duration.ofMillis(200)).until(() -> !second.isDone());
    go.countDown();
    assertThat(first.join()).isEqualTo("first");
    Awaitility.await().until(second::isDone);
  }

  @Test
  void afterAFailureTheNextBegins() {
    CompletableFuture<Object> failed =
        CompletableFuture.supplyAsync(
            () ->
                answers.make(
                    () -> {
                      throw new IllegalStateException("no answer");
                    }));
    Awaitility.await().until(failed::isDone);
    assertThat(answers.make(() -> 1)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
