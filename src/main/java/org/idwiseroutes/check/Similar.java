package org.idwiseroutes.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What was probably meant. */
public final class Similar {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Similar() {}

  /** The candidate that differs least, when it differs by less than a third. */
  public static Optional<String> to(String wrong, Collection<String> candidates) {
    int most = Math.max(1, wrong.length() / 3);
    return candidates.stream()
        .filter(candidate -> DISTANCE.apply(wrong, candidate) <= most)
        .min(Comparator.comparing(candidate -> DISTANCE.apply(wrong, candidate)));
  }

  /** "; probably meant: X", or nothing. */
  static String words(String wrong, Collection<String> candidates) {
    return to(wrong, candidates).map("; probably meant: %s"::formatted).orElse("");
  }
}
