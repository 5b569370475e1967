/**
 * Counts which deliveries miss their deadline ({@code idwise.slo.*}). It may use ops, outbox and
 * database. Begin reading at {@link org.idwiseroutes.slo.Slos}.
 */
package org.idwiseroutes.slo;
