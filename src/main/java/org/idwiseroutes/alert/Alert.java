package org.idwiseroutes.alert;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/**
 * What needs somebody, as it was when it was last looked at.
 *
 * @param subject the destination, source, deadline or file; empty where there is only one
 * @param text one sentence that is about no person
 * @param count how many deliveries or events; null where nothing is counted
 * @param people how many people it is about; null where it is about none or nobody knows
 * @param toldAt when it was last told
 * @param state {@code open}, {@code acknowledged} or {@code snoozed}
 * @param operator who acknowledged or snoozed it; null for nobody
 * @param reason why
 * @param snoozedUntil null unless it is snoozed
 */
public record Alert(
    UUID id,
    Kind kind,
    String subject,
    @JsonIgnore String part,
    String text,
    Integer count,
    Integer people,
    Instant since,
    Instant toldAt,
    @JsonIgnore int size,
    @JsonIgnore int toldSize,
    String state,
    String operator,
    String reason,
    Instant snoozedUntil,
    @JsonIgnore Instant endsAt) {

  boolean isAbout(Trouble trouble) {
    return kind == trouble.kind() && isAt(trouble.subject(), trouble.part());
  }

  boolean isAt(String otherSubject, String otherPart) {
    return subject.equals(otherSubject) && part.equals(otherPart);
  }
}
