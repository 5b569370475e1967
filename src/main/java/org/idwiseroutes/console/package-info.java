/**
 * The pages for people on the operators' port. A page shows what {@code ops} and others know, and
 * holds no rule of its own. It may use all but cli, reload and result. Begin reading at {@link
 * org.idwiseroutes.console.OverviewPage}.
 */
package org.idwiseroutes.console;
