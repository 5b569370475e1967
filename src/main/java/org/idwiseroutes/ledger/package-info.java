/**
 * What IDWise, the CRM and the desk really hold of each person, beside what is known here. Begin
 * reading at {@link org.idwiseroutes.ledger.Ledger}.
 */
package org.idwiseroutes.ledger;
