package org.idwiseroutes.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * Names that others have chosen, as one segment of a URL's path.
 *
 * <p>Encoding alone does not keep a name in its place. A segment of dots leads to another path,
 * encoded or not (RFC 3986, 5.2.4 and 6.2.2.2), and servers exist that decode {@code %2F}, decode
 * twice, or cut a segment off at {@code ;} or at a control character before they look at the path.
 */
public final class PathSegment {

  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
  private static final Pattern PARAMETER = Pattern.compile("[;?#].*");
  private static final Pattern DOTS = Pattern.compile("\\s*\\.{1,2}\\s*");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int MOST_DECODINGS = 3;

  private PathSegment() {}

  /** Whether a name, once it is encoded, stays where it is put. */
  public static boolean isSafe(String name) {
    if (name == null || name.isBlank()) {
      return false;
    }
    String decoded = name;
    for (int i = 0; i <= MOST_DECODINGS; i++) {
      if (leads(decoded)) {
        return false;
      }
      String next = decode(decoded);
      if (next.equals(decoded)) {
        return true;
      }
      decoded = next;
    }
    return false;
  }

  /**
   * The name, encoded.
   *
   * @throws IllegalArgumentException when it would not stay where it is put
   */
  public static String of(String name) {
    if (!isSafe(name)) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be a part of a URL's path: it would lead to another path".formatted(name));
    }
    return UriUtils.encode(name, StandardCharsets.UTF_8);
  }

  private static boolean leads(String name) {
    if (CONTROL.matcher(name).find()) {
      return true;
    }
    return SEPARATOR
        .splitAsStream(name)
        .anyMatch(part -> DOTS.matcher(PARAMETER.matcher(part).replaceFirst("")).matches());
  }

  /** Leaves what is no escape as it is. */
  private static String decode(String name) {
    try {
      return UriUtils.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
