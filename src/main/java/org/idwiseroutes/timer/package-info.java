/**
 * Timers: a journey that has been in a state for too long becomes an event of our own, which rules
 * see like any other. It may use inbox, journey and database. Begin reading at {@link
 * org.idwiseroutes.timer.Timers}.
 */
package org.idwiseroutes.timer;
