/**
 * What servers and callers of HTTP share: bounds of connections, and what may stand in a URL's
 * path. It may use no other package. Begin reading at {@link org.idwiseroutes.http.Connections}.
 */
package org.idwiseroutes.http;
