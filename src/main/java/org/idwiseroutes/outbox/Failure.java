package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.util.ObjectHelper;
import org.idwiseroutes.privacy.Secrets;

/**
 * What one failed attempt means.
 *
 * @param text one line for operators, at most 2,000 characters
 * @param summary the same without what the destination answered, which may be about a person
 * @param permanent trying again cannot help: HTTP 4xx other than 408, 425 and 429, and what a route
 *     marks with {@link PermanentFailureException}. All else is retried
 * @param ofDestination counts towards holding the destination: it is down, overloaded or refuses
 *     our credentials, which concerns every delivery and not this one alone
 * @param retryAfter what the destination asked us to wait; zero when it asked nothing
 */
record Failure(
    String text, String summary, boolean permanent, boolean ofDestination, Duration retryAfter) {

  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_ANSWER = 500;
  private static final Set<Integer> TRANSIENT_4XX = Set.of(408, 425, 429);
  private static final int UNAUTHORIZED = 401;
  private static final int LONGEST_GROUP = 400;
  private static final Pattern STATUS = Pattern.compile("HTTP \\d{3}");

  /** Ids, times and numbers: what differs between failures that are the same. */
  private static final Pattern PARTICULARS =
      Pattern.compile(
          "\\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\\b|\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?|\\b[0-9a-fA-F]*\\d[0-9a-fA-F]*\\b");

  static Failure of(Throwable thrown, Clock clock) {
    if (thrown instanceof RolledBackException rolledBack) {
      return rolledBack.failure();
    }
    HttpOperationFailedException http =
        ObjectHelper.getException(HttpOperationFailedException.class, thrown);
    if (http != null) {
      return ofHttp(http, clock);
    }
    boolean permanent = ObjectHelper.getException(PermanentFailureException.class, thrown) != null;
    String words = line(words(thrown));
    return new Failure(words, words, permanent, !permanent, Duration.ZERO);
  }

  static Failure timedOut(Duration attemptTimeout) {
    return of(
        new TimeoutException("no end within the attempt timeout of " + attemptTimeout),
        Clock.systemUTC());
  }

  /** The same, to be tried again when it is one of these, such as {@code HTTP 409}. */
  Failure retriedOn(Set<String> summaries) {
    return summaries.contains(summary)
        ? new Failure(text, summary, false, false, retryAfter)
        : this;
  }

  /** The same without any of our own secrets. */
  Failure without(Secrets secrets) {
    return new Failure(
        secrets.hide(text), secrets.hide(summary), permanent, ofDestination, retryAfter);
  }

  /** What alike failures have in common: the text without ids, times and numbers. */
  String group() {
    return group(text);
  }

  /** The same of the summary, which concerns no person. */
  String publicGroup() {
    return group(summary);
  }

  private static String group(String text) {
    Matcher status = STATUS.matcher(text);
    String head = status.lookingAt() ? status.group() : "";
    String group = head + PARTICULARS.matcher(text.substring(head.length())).replaceAll("#");
    return group.length() > LONGEST_GROUP ? group.substring(0, LONGEST_GROUP) : group;
  }

  private static Failure ofHttp(HttpOperationFailedException http, Clock clock) {
    int status = http.getStatusCode();
    boolean permanent = status >= 400 && status < 500 && !TRANSIENT_4XX.contains(status);
    String body = http.getResponseBody();
    String answer = body == null || body.isBlank() ? "" : ": " + cut(ErrorAnswer.words(body));
    return new Failure(
        line("HTTP " + status + answer),
        "HTTP " + status,
        permanent,
        !permanent || status == UNAUTHORIZED,
        RetryAfter.of(status, http.getResponseHeaders(), clock));
  }

  private static String words(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String cut(String answer) {
    return answer.length() > LONGEST_ANSWER ? answer.substring(0, LONGEST_ANSWER) + "…" : answer;
  }

  /** One line without control characters (a destination's answer must not forge log lines). */
  private static String line(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return oneLine.length() > LONGEST_TEXT ? oneLine.substring(0, LONGEST_TEXT) : oneLine;
  }
}
