package org.idwiseroutes.journey;

import java.util.Collection;
import java.util.Comparator;

/**
 * What the other journeys of a person say about the person's record.
 *
 * @param alarmSeq the event of the latest AML alarm that stands in the CRM; -1 for none
 * @param decided what a person has decided last; null for nothing
 * @param decidedSeq the event that told it; -1 for none
 */
record Others(long alarmSeq, Decision decided, long decidedSeq) {

  static final Others NONE = new Others(-1, null, -1);

  /**
   * One of them.
   *
   * @param overrules whether an AML alarm of it stands in the CRM
   * @param decidedSeq the event that set its decision; -1 for none
   */
  record One(boolean overrules, Decision decision, long decidedSeq) {

    static One of(Journey journey) {
      Long seq = journey.decisionSeq();
      return new One(
          journey.is(Journey.Sign.OVERRULES), journey.decision(), seq == null ? -1 : seq);
    }
  }

  static Others of(Collection<One> all) {
    long alarm =
        all.stream().filter(One::overrules).mapToLong(One::decidedSeq).max().orElse(NONE.alarmSeq);
    return all.stream()
        .filter(one -> one.decision() != null && one.decision().isManual())
        .max(Comparator.comparing(One::decidedSeq))
        .map(last -> new Others(alarm, last.decision(), last.decidedSeq()))
        .orElse(new Others(alarm, null, -1));
  }
}
