/**
 * Asks every configured system whether it would work, and says what to set. It changes nothing. It
 * may use result, outbox, routes, privacy and database. Begin reading at {@link
 * org.idwiseroutes.doctor.Doctor}.
 */
package org.idwiseroutes.doctor;
