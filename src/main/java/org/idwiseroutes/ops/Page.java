package org.idwiseroutes.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list, newest first.
 *
 * @param next what to send as {@code before} to get the next page; null on the last
 * @param total how many there are on all pages; null unless that was asked for
 */
public record Page<T>(
    List<T> items, String next, @JsonInclude(JsonInclude.Include.NON_NULL) Long total) {

  static final int DEFAULT_LIMIT = 50;
  static final int LARGEST_LIMIT = 500;

  /** One of which nobody has asked how many there are. */
  public Page(List<T> items, String next) {
    this(items, next, null);
  }

  /** Cuts rows that were read with one more than the limit. */
  static <T> Page<T> of(List<T> rows, int limit, Function<T, UUID> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = List.copyOf(rows.subList(0, limit));
    return new Page<>(items, cursor.apply(items.get(limit - 1)).toString());
  }

  /** The same with how many there are. */
  Page<T> of(long all) {
    return new Page<>(items, next, all);
  }
}
