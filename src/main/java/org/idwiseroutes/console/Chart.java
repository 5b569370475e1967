package org.idwiseroutes.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.idwiseroutes.ops.History.Range;
import org.idwiseroutes.ops.Milestones.Milestone;

/**
 * A chart of what happened in a range of time, one bar for each of its slots, with axes. All
 * lengths are pixels; y counts from the top.
 *
 * @param what {@code received}, {@code delivered}, {@code waiting} or {@code dead}
 * @param now the sum of what is counted, or what is measured just now
 * @param most the highest bar
 * @param levels what is written at the vertical axis
 * @param times what is written at the horizontal axis
 * @param marks what may explain a change
 */
public record Chart(
    String what,
    long now,
    long most,
    List<Bar> bars,
    List<Level> levels,
    List<Time> times,
    List<Mark> marks) {

  /** The left, the upper and the lower edge of where bars are drawn, and its width. */
  public static final int LEFT = 40;

  public static final int TOP = 10;
  public static final int BOTTOM = 110;
  public static final int WIDTH = 336;
  private static final int TIMES = 4;

  /**
   * One bar.
   *
   * @param from the begin of its slot; likewise {@code until}
   */
  public record Bar(
      double x, double width, int y, int height, long amount, Instant from, Instant until) {}

  /** A number at the vertical axis. */
  public record Level(long amount, int y) {}

  /** A time at the horizontal axis. */
  public record Time(Instant at, double x) {}

  /** Something that happened, as a vertical line. */
  public record Mark(double x, String kind, String text, Instant at) {}

  static Chart counted(
      String what, List<Long> amounts, Instant begin, Range range, List<Milestone> milestones) {
    long sum = amounts.stream().mapToLong(Long::longValue).sum();
    return of(what, amounts, sum, begin, range, milestones);
  }

  static Chart measured(
      String what,
      List<Long> amounts,
      long now,
      Instant begin,
      Range range,
      List<Milestone> milestones) {
    return of(what, amounts, now, begin, range, milestones);
  }

  private static Chart of(
      String what,
      List<Long> amounts,
      long now,
      Instant begin,
      Range range,
      List<Milestone> milestones) {
    long most = Collections.max(amounts);
    long top = round(most);
    double step = (double) WIDTH / range.slots();
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < amounts.size(); i++) {
      long amount = amounts.get(i);
      if (amount > 0) {
        int height = (int) Math.max(2, amount * (BOTTOM - TOP) / top);
        Instant from = begin.plus(range.slot().multipliedBy(i));
        bars.add(
            new Bar(
                LEFT + i * step,
                Math.max(1, step - 1),
                BOTTOM - height,
                height,
                amount,
                from,
                from.plus(range.slot())));
      }
    }
    List<Level> levels =
        top < 2
            ? List.of(new Level(top, TOP), new Level(0, BOTTOM))
            : List.of(
                new Level(top, TOP), new Level(top / 2, (TOP + BOTTOM) / 2), new Level(0, BOTTOM));
    Duration whole = range.slot().multipliedBy(range.slots());
    List<Time> times = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      times.add(
          new Time(
              begin.plus(whole.multipliedBy(i).dividedBy(TIMES)),
              LEFT + (double) WIDTH * i / TIMES));
    }
    List<Mark> marks =
        milestones.stream()
            .filter(one -> !one.at().isBefore(begin) && one.at().isBefore(begin.plus(whole)))
            .map(
                one ->
                    new Mark(
                        LEFT
                            + WIDTH
                                * ((double) Duration.between(begin, one.at()).toMillis()
                                    / whole.toMillis()),
                        one.kind(),
                        one.text(),
                        one.at()))
            .toList();
    return new Chart(what, now, most, bars, levels, times, marks);
  }

  /** The next even number of one digit and zeros, so that its half is one as well. */
  private static long round(long most) {
    if (most <= 1) {
      return 1;
    }
    long unit = 1;
    while (unit * 10 < most) {
      unit *= 10;
    }
    long digits = (most + unit - 1) / unit;
    long even = digits % 2 == 0 || unit > 1 ? digits : digits + 1;
    return even * unit;
  }
}
