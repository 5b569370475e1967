/**
 * All that is known of how a person was handled, as a file that an auditor can read and check.
 * Begin reading at {@link org.idwiseroutes.evidence.Evidence}.
 */
package org.idwiseroutes.evidence;
