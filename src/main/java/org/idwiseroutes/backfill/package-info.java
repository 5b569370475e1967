/**
 * What events that were decided would do by the rules of now, and delivering exactly the
 * difference. Begin reading at {@link org.idwiseroutes.backfill.Plan}.
 */
package org.idwiseroutes.backfill;
