/**
 * Takes over what is saved in the folder of routes while the node runs, once it is found to be
 * right. It may use check, wiring and routes. Begin reading at {@link
 * org.idwiseroutes.reload.Reloader}.
 */
package org.idwiseroutes.reload;
