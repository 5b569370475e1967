/**
 * What both databases need: instants, arrays, statements that share one commit, what is checked at
 * the start, and whether the database is there. It may use no other package. Begin reading at
 * {@link org.idwiseroutes.database.GroupCommit}.
 */
package org.idwiseroutes.database;
