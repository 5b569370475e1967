/**
 * Knows which settings are secrets and hides them in texts; masks what names a person. It may use
 * no other package. Begin reading at {@link org.idwiseroutes.privacy.Secrets}.
 */
package org.idwiseroutes.privacy;
