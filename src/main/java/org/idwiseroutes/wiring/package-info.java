/**
 * Runs the loaded rules and routes without effect: what goes where, what would be asked of other
 * systems, diagrams. It may use routes, jsonhttp, journey and outbox. Begin reading at {@link
 * org.idwiseroutes.wiring.Stage}.
 */
package org.idwiseroutes.wiring;
