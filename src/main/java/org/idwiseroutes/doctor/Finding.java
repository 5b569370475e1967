package org.idwiseroutes.doctor;

/**
 * What one check has found.
 *
 * @param system what was looked at
 * @param check what has to be so
 * @param ok whether it is
 * @param detail what was answered; null when there is nothing to add
 * @param advice what to set or do; null when it is ok
 */
public record Finding(String system, String check, boolean ok, String detail, String advice) {

  static Finding good(String system, String check, String detail) {
    return new Finding(system, check, true, detail, null);
  }

  static Finding bad(String system, String check, String detail, String advice) {
    return new Finding(system, check, false, detail, advice);
  }
}
