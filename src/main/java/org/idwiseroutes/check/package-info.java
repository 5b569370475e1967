/**
 * Finds what is wrong in a folder of routes without running it, and plays its scenarios; compares
 * two folders over past events. It may use wiring, routes, jsonhttp, transform, inbox, journey,
 * outbox, privacy and database. Begin reading at {@link org.idwiseroutes.check.Checker}.
 */
package org.idwiseroutes.check;
