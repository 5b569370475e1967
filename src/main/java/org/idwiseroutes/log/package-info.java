/**
 * A topic of Kafka as a log: records are appended durably, and each is handed over until it was
 * taken. It knows nothing of events and may use no other package. Begin reading at {@link
 * org.idwiseroutes.log.LogWriter} and {@link org.idwiseroutes.log.LogReader}.
 */
package org.idwiseroutes.log;
