/**
 * The components {@code jsonata:} and {@code thymeleaf:}, which map and render. Camel has
 * components of these names, of which no version from 4.18 on is served by the registry that this
 * build uses. Schemes and options are Camel's, so that its own can take their place.
 */
package org.idwiseroutes.transform;
