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
record Result(String state, String addedKey, String words) {

  static Result added(String key) {
    return new Result("added", key, null);
  }

  static Result waiting(String why) {
    return new Result("waiting", null, why);
  }

  static Result failed(String why) {
    return new Result("failed", null, why);
  }

  static Result done() {
    return new Result("done", null, null);
  }

  static Result overtaken(String why) {
    return new Result("overtaken", null, why);
  }

  static Result empty(String why) {
    return new Result("void", null, why);
  }
}
