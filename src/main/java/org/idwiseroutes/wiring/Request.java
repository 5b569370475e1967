package org.idwiseroutes.wiring;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a route would ask of another system.
 *
 * @param step the id of the step that asks
 * @param method an HTTP method, or the kind of system: {@code SMTP}, {@code KAFKA}, {@code FILE}
 * @param to the URL without options, or a mail's recipients
 * @param headers those that leave with it, without what is a secret
 * @param body as text
 */
public record Request(
    String step, String method, String to, Map<String, String> headers, String body) {

  private static final Set<String> NOT_SHOWN = Set.of("authorization", "traceparent");

  /** Whether a header is shown: none that is a secret, differs each time, or stays with Camel. */
  public static boolean shows(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    return !NOT_SHOWN.contains(lower)
        && (!lower.startsWith("camel") || lower.equals("camelmailalternativebody"));
  }
}
