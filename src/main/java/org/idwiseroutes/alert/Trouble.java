package org.idwiseroutes.alert;

import java.time.Instant;
import org.idwiseroutes.database.StoredText;

/**
 * Something that needs somebody now.
 *
 * @param subject the destination, source, deadline or file; empty where there is only one
 * @param part which of several of the subject: a digest of the failure, or a node; empty for one
 * @param text one sentence that is about no person
 * @param count how many deliveries or events; null where nothing is counted
 * @param people how many people it is about; null where it is about none or nobody knows
 * @param size how bad it is: it is told again once this has doubled
 */
record Trouble(
    Kind kind,
    String subject,
    String part,
    String text,
    Integer count,
    Integer people,
    int size,
    Instant since) {

  private static final int LONGEST_SUBJECT = 256;
  private static final int LONGEST_TEXT = 600;

  /** Keeps of the texts what can be stored, and of the sentence one line. */
  Trouble {
    subject = StoredText.of(subject, LONGEST_SUBJECT);
    text = StoredText.of(text.replaceAll("\\s+", " ").strip(), LONGEST_TEXT);
  }

  /** One whose size is how many deliveries or events there are. */
  static Trouble counted(
      Kind kind,
      String subject,
      String part,
      String text,
      int count,
      Integer people,
      Instant since) {
    Integer known = people == null || people == 0 ? null : people;
    return new Trouble(kind, subject, part, text, count, known, Math.max(1, count), since);
  }
}
