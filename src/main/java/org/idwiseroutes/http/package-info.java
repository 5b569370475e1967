/** What both servers of Vert.x need: bounds of connections. */
package org.idwiseroutes.http;
