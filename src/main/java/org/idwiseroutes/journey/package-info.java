/**
 * What events mean for a person: decisions, rounds, renewals, and which tickets are needed. It also
 * keeps the ids that other systems have given. It may use http and database. Begin reading at
 * {@link org.idwiseroutes.journey.Transition}.
 */
package org.idwiseroutes.journey;
