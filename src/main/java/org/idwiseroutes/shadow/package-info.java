/**
 * The next rules beside those that run: what they would do with the events that come, without any
 * effect. Begin reading at {@link org.idwiseroutes.shadow.Shadow}.
 */
package org.idwiseroutes.shadow;
