package org.idwiseroutes.database;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Parts of a list that are small enough for one statement: PostgreSQL takes 65,535 parameters. */
public final class Chunks {

  private static final int SIZE = 1_000;

  private Chunks() {}

  /** All of the list, in its order. */
  public static <T> Stream<List<T>> of(List<T> list) {
    return IntStream.iterate(0, from -> from < list.size(), from -> from + SIZE)
        .mapToObj(from -> list.subList(from, Math.min(list.size(), from + SIZE)));
  }
}
