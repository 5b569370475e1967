package org.idwiseroutes.bench;

/** What the load sends; each number is another event of another journey. */
final class Messages {

  private Messages() {}

  /** Goes to the CRM alone. */
  static String complete(long number) {
    return """
        {"event":"Finished Journey","body":{"eventId":"e%1$d","journeyId":"j%1$d","referenceNo":"r%1$d","systemDecision":"Complete"}}"""
        .formatted(number);
  }

  /** Goes to three destinations. */
  static String deadline(long number) {
    return """
        {"event":"KYC Renewal Deadline Exceeded","body":{"eventId":"e%1$d","journeyId":"j%1$d","referenceNo":"r%1$d","requiredSteps":[{"stepId":"0"}],"renewalDeadline":"2026-10-31T00:00:00.000Z"}}"""
        .formatted(number);
  }
}
