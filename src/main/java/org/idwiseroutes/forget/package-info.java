/**
 * Asking other systems to forget a person who is erased here, and keeping what they answer. Begin
 * reading at {@link org.idwiseroutes.forget.SystemErasures}.
 */
package org.idwiseroutes.forget;
