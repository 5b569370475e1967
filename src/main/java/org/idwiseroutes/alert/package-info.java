/**
 * Alerts: what needs somebody is told to the people who operate this, again when it gets worse, and
 * once when it is over. It may use ops, people, slo, webhook, outbox, routes and database. Begin
 * reading at {@link org.idwiseroutes.alert.Alerts}.
 */
package org.idwiseroutes.alert;
