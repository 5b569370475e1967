/**
 * Finds and loads the route files, and has what they need and YAML cannot say: settings as they
 * are, secrets, mail, tokens, bounds of answers. It may use jsonhttp, outbox and privacy. Begin
 * reading at {@link org.idwiseroutes.routes.RouteFiles}.
 */
package org.idwiseroutes.routes;
