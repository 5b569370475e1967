/**
 * The component {@code json-http:}, with which routes call JSON APIs: it maps the body, sends it
 * with Camel's {@code http:} and maps the answer. It may use http and outbox. Begin reading at
 * {@link org.idwiseroutes.jsonhttp.JsonHttpComponent}.
 */
package org.idwiseroutes.jsonhttp;
