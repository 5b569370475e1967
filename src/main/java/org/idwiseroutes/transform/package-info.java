/**
 * The components {@code jsonata:} and {@code thymeleaf:}, which map and render. Camel has
 * components of these names, of which no version from 4.18 on is served by the registry that this
 * build uses; schemes and options are Camel's, so that its own can take their place. It may use no
 * other package. Begin reading at {@link org.idwiseroutes.transform.JsonataComponent}.
 */
package org.idwiseroutes.transform;
