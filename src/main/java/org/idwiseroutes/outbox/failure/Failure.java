package org.idwiseroutes.outbox.failure;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.database.StoredText;

/**
 * What one failed attempt means.
 *
 * @param text one line for operators, at most 2,000 characters
 * @param summary the same without what the destination answered, which may be about a person
 * @param retry how often to try again
 * @param fault whose fault it is
 * @param retryAfter what the destination asked us to wait; zero when it asked nothing
 * @param isPartial others have got it: the delivery is done, and the text names who has not
 */
public record Failure(
    String text, String summary, Retry retry, Fault fault, Duration retryAfter, boolean isPartial) {

  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_GROUP = 400;
  private static final Pattern STATUS = Pattern.compile("(HTTP|SMTP) \\d{3}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  /** Ids, times and numbers: what differs between failures that are the same. */
  private static final Pattern PARTICULARS =
      Pattern.compile(
          "\\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\\b|\\b\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z?|\\b[0-9a-fA-F]*\\d[0-9a-fA-F]*\\b");

  /** Makes one line without control characters: an answer must not forge lines of the log. */
  public Failure {
    text = line(text);
    summary = line(summary);
  }

  /** A failure that asks for no wait. */
  public Failure(String text, String summary, Retry retry, Fault fault) {
    this(text, summary, retry, fault, Duration.ZERO, false);
  }

  /** One whose words are about nobody. */
  static Failure of(String text, Retry retry, Fault fault) {
    return new Failure(text, text, retry, fault);
  }

  /** The attempt has not ended within its time. */
  public static Failure timedOut(Duration attemptTimeout) {
    return of(
        "TimeoutException: no end within the attempt timeout of " + attemptTimeout,
        Retry.AS_SET,
        Fault.DESTINATION);
  }

  /** The node has never said how the attempt ended. */
  public static Failure lost() {
    return of("the node did not report an end before its lease ran out", Retry.AS_SET, Fault.ROUTE);
  }

  /** The same, to be tried again when it is one of these, such as {@code HTTP 409}. */
  public Failure retriedOn(Set<String> summaries) {
    return summaries.contains(summary)
        ? new Failure(text, summary, Retry.AS_SET, fault, retryAfter, isPartial)
        : this;
  }

  /** The same in words that hide something, such as our own secrets. */
  public Failure in(UnaryOperator<String> words) {
    return new Failure(
        words.apply(text), words.apply(summary), retry, fault, retryAfter, isPartial);
  }

  /** Whether the destination was reached and works, whatever it thinks of this delivery. */
  public boolean showsThatTheDestinationWorks() {
    return fault == Fault.DELIVERY || fault == Fault.RECIPIENT;
  }

  /** What alike failures have in common: the text without ids, times and numbers. */
  public String group() {
    return group(text);
  }

  /** The same of the summary, which concerns no person. */
  public String publicGroup() {
    return group(summary);
  }

  private static String group(String text) {
    Matcher status = STATUS.matcher(text);
    String head = status.lookingAt() ? status.group() : "";
    String group = head + PARTICULARS.matcher(text.substring(head.length())).replaceAll("#");
    return StoredText.of(group, LONGEST_GROUP);
  }

  private static String line(String text) {
    return StoredText.of(CONTROL.matcher(text).replaceAll(" ").strip(), LONGEST_TEXT);
  }
}
