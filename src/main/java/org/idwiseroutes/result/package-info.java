/**
 * IDWise's own API: asks for a journey's result before a status leaves, and reconciles journeys
 * whose end no webhook has told. It may use inbox, journey, outbox, http and database. Begin
 * reading at {@link org.idwiseroutes.result.Results}.
 */
package org.idwiseroutes.result;
