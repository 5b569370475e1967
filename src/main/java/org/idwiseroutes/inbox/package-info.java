/**
 * Keeps each event once, has {@code decide} say what it means, and forgets a person. While the
 * database is away, events wait in the spool. It may use outbox, journey, http, database and
 * tracing. Begin reading at {@link org.idwiseroutes.inbox.Inbox}.
 */
package org.idwiseroutes.inbox;
