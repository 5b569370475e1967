package org.idwiseroutes.journey;

/**
 * What is known of one IDWise journey in one source.
 *
 * @param decision the effective decision; null before the first
 * @param decisionSeq the event that set it, by its place in the inbox
 * @param systemDecision what the system last said
 * @param amlVersion the highest AML version seen
 * @param amlSeq the event that brought it
 */
record Journey(
    Decision decision, Long decisionSeq, Decision systemDecision, Long amlVersion, Long amlSeq) {

  /** Before its first event. */
  static final Journey NEW = new Journey(null, null, null, null, null);

  /**
   * The journey after an event.
   *
   * <ul>
   *   <li>A manual decision beats a system decision, whatever the order of arrival.
   *   <li>A provisional event changes nothing.
   *   <li>An AML version that is not higher than the known one is stale and changes nothing.
   *   <li>Of two equals the one that was received later counts.
   * </ul>
   *
   * @param late whether the event that set the decision was received after this one, whatever their
   *     places in the inbox
   */
  Journey after(Statement statement, long seq, boolean late) {
    if (statement.isProvisional() || isStale(statement, seq)) {
      return this;
    }
    boolean counts = counts(statement, seq, late);
    boolean newAmlVersion = statement.amlVersion() != null;
    return new Journey(
        counts ? statement.decision() : decision,
        counts ? Long.valueOf(seq) : decisionSeq,
        statement.systemDecision() == null ? systemDecision : statement.systemDecision(),
        newAmlVersion ? statement.amlVersion() : amlVersion,
        newAmlVersion ? Long.valueOf(seq) : amlSeq);
  }

  /** Whether a newer AML version, or the same one from another event, is known already. */
  boolean isStale(Statement statement, long seq) {
    if (statement.amlVersion() == null || amlVersion == null) {
      return false;
    }
    boolean again = statement.amlVersion().equals(amlVersion) && amlSeq != seq;
    return statement.amlVersion() < amlVersion || again;
  }

  /** Whether AML monitoring turned the system's decision to Refer. */
  boolean isWorsenedBy(Statement statement) {
    Decision before =
        statement.previousSystemDecision() == null
            ? systemDecision
            : statement.previousSystemDecision();
    return statement.aml()
        && statement.systemDecision() == Decision.REFER
        && before != Decision.REFER;
  }

  /** Whether this event was the last to change the journey. */
  boolean wasLastChangedBy(long seq) {
    long decided = decisionSeq == null ? -1 : decisionSeq;
    long amlChanged = amlSeq == null ? -1 : amlSeq;
    return Math.max(decided, amlChanged) == seq;
  }

  private boolean counts(Statement statement, long seq, boolean late) {
    Decision stated = statement.decision();
    if (stated == null) {
      return false;
    }
    boolean undoes = decision != null && decision.isFinal() && !stated.isManual();
    boolean outranks = decision == null || stated.isManual() && !decision.isManual();
    boolean overtaken = !outranks && (late || decisionSeq > seq);
    return !undoes && !overtaken;
  }
}
