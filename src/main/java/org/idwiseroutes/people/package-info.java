/**
 * Who waits, for what and since when: persons over all their journeys and checks, for the console
 * and the API. It reads the tables of the inbox, the journeys and the outbox and writes none. Begin
 * with {@link org.idwiseroutes.people.People}.
 */
package org.idwiseroutes.people;
