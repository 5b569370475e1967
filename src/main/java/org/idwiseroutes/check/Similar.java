package org.idwiseroutes.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What was probably meant. */
public final class Similar {

  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Similar() {}

  /** The candidate that differs least, when it differs by no more than a third. */
  public static Optional<String> to(String wrong, Collection<String> candidates) {
    int most = Math.max(1, (wrong.length() + 1) / 3);
    return candidates.stream()
        .filter(candidate -> DISTANCE.apply(wrong, candidate) <= most)
        .min(
            Comparator.comparing((String candidate) -> DISTANCE.apply(wrong, candidate))
                .thenComparing(candidate -> Math.abs(candidate.length() - wrong.length())));
  }

  /** Whether one of them is so near that no other is likely to be meant: by less than a third. */
  static boolean isAlmost(String wrong, Collection<String> candidates) {
    int most = Math.max(1, wrong.length() / 3);
    return candidates.stream().anyMatch(candidate -> DISTANCE.apply(wrong, candidate) <= most);
  }

  /** The file that was probably meant: in the same folder and of the same kind. */
  static Optional<String> toFile(String wrong, Collection<String> files) {
    int name = wrong.lastIndexOf('/') + 1;
    int kind = wrong.lastIndexOf('.');
    if (kind < name) {
      return to(wrong, files);
    }
    String folder = wrong.substring(0, name);
    String suffix = wrong.substring(kind);
    List<String> alike =
        files.stream()
            .filter(file -> file.endsWith(suffix) && file.startsWith(folder))
            .map(file -> file.substring(name, file.length() - suffix.length()))
            .toList();
    return to(wrong.substring(name, kind), alike).map(meant -> folder + meant + suffix);
  }

  /** "; probably meant: X", or nothing. */
  static String words(String wrong, Collection<String> candidates) {
    return to(wrong, candidates).map("; probably meant: %s"::formatted).orElse("");
  }
}
