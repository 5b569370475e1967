/**
 * Receipts of what was stored, sealed in a chain of hashes, and the check that tells which row was
 * changed, removed or put in. Begin reading at {@link org.idwiseroutes.proof.Receipts}.
 */
package org.idwiseroutes.proof;
