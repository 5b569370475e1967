package org.idwiseroutes.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A small chart of the last day, half an hour a bar.
 *
 * @param what {@code received}, {@code delivered}, {@code waiting} or {@code dead}
 * @param now the sum of what is counted, or what is measured just now
 * @param most the highest bar
 */
public record Chart(String what, long now, long most, List<Bar> bars) {

  static final int HEIGHT = 40;
  private static final int STEP = 5;

  /** One bar, in pixels; y counts from the top. */
  public record Bar(int x, int y, int height) {}

  static Chart counted(String what, List<Long> amounts) {
    return of(what, amounts, amounts.stream().mapToLong(Long::longValue).sum());
  }

  static Chart measured(String what, List<Long> amounts, long now) {
    return of(what, amounts, now);
  }

  private static Chart of(String what, List<Long> amounts, long now) {
    long most = Collections.max(amounts);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      long amount = amounts.get(i);
      if (amount > 0) {
        int height = (int) Math.max(2, amount * HEIGHT / most);
        bars.add(new Bar(i * STEP, HEIGHT - height, height));
      }
    }
    return new Chart(what, now, most, bars);
  }
}
