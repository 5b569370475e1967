package org.idwiseroutes.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SecretTest {

  private static final int ROUNDS = 2_000;
  private static final int CALLS = 20;

  @Test
  void onlyTheSecretItselfMatches() {
    Secret secret = new Secret("basic.password", "correct horse");
    assertThat(secret.matches("correct horse")).isTrue();
    for (String wrong : List.of("", "correct hors", "correct horse ", "Correct horse")) {
      assertThat(secret.matches(wrong)).as(wrong).isFalse();
    }
  }

  /** How long the comparison takes tells neither how much of it was right nor how long it is. */
  @Test
  void theTimeTellsNothingAboutTheSecret() {
    String sent = "a".repeat(4_000);
    assertAlike(new Secret("nearly", "a".repeat(3_999) + "b"), new Secret("not", "b" + sent), sent);
    assertAlike(new Secret("short", "s"), new Secret("as long", "b".repeat(4_000)), sent);
    assertAlike(new Secret("right", sent), new Secret("wrong", "b".repeat(4_000)), sent);
  }

  /** The measure is one that finds a comparison which ends at the first difference. */
  @Test
  void theTimeOfANaiveComparisonTells() {
    String secret = "a".repeat(4_000);
    double ratio =
        ratio(
            "a".repeat(3_999) + "b",
            "b".repeat(4_000),
            sent -> {
              int i = 0;
              while (i < secret.length() && secret.charAt(i) == sent.charAt(i)) {
                i++;
              }
              return i == secret.length();
            });
    assertThat(ratio).isGreaterThan(2);
  }

  private static void assertAlike(Secret one, Secret other, String sent) {
    assertThat(ratio(one, other, secret -> secret.matches(sent)))
        .as(one.setting() + " beside " + other.setting())
        .isBetween(0.8, 1.25);
  }

  /** How much longer one takes than the other, in alternation. */
  private static <T> double ratio(T one, T other, Predicate<T> comparison) {
    List<Long> ones = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ones.add(time(one, comparison));
      others.add(time(other, comparison));
    }
    return median(ones) / median(others);
  }

  private static <T> long time(T subject, Predicate<T> comparison) {
    long start = System.nanoTime();
    boolean any = false;
    for (int call = 0; call < CALLS; call++) {
      any |= comparison.test(subject);
    }
    long nanos = System.nanoTime() - start;
    return any && nanos < 0 ? 0 : nanos;
  }

  /** Of the second half, when the code is compiled. */
  private static double median(List<Long> nanos) {
    List<Long> warm = new ArrayList<>(nanos.subList(nanos.size() / 2, nanos.size()));
    Collections.sort(warm);
    return warm.get(warm.size() / 2);
  }
}
