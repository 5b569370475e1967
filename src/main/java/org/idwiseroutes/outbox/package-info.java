/**
 * The Camel component {@code outbox:}: deliveries that survive the process, with attempts, backoff,
 * lanes, holds and dead letters. It knows nothing of IDWise. It may use database, privacy and
 * tracing. Begin reading at {@link org.idwiseroutes.outbox.OutboxEndpoint}.
 */
package org.idwiseroutes.outbox;
