package org.idwiseroutes.backfill;

/**
 * What came of a difference.
 *
 * @param state {@code waiting} when it cannot be done yet, {@code added} while its delivery is on
 *     its way, {@code done}, {@code overtaken}, {@code failed}, or {@code void} when there was
 *     nothing left to do
 * @param addedKey the key of the delivery that was added; null for none
 * @param words why nothing was done; null when something was
 */
record Corrected(String state, String addedKey, String words) {

  static Corrected added(String key) {
    return new Corrected("added", key, null);
  }

  static Corrected waiting(String why) {
    return new Corrected("waiting", null, why);
  }

  static Corrected failed(String why) {
    return new Corrected("failed", null, why);
  }

  static Corrected done() {
    return new Corrected("done", null, null);
  }

  static Corrected overtaken(String why) {
    return new Corrected("overtaken", null, why);
  }

  static Corrected empty(String why) {
    return new Corrected("void", null, why);
  }
}
