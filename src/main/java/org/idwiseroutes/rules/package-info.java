/**
 * Versions of the rules: each state of the folder that a node has run, by which of them an event
 * was decided and a delivery was tried, and the way back to an earlier one. Begin reading at {@link
 * org.idwiseroutes.rules.RulesVersions}.
 */
package org.idwiseroutes.rules;
