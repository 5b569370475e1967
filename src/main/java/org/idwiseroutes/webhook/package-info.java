/**
 * The entrance: Camel's {@code platform-http:} on a Vert.x server of its own, who may send, and
 * what is answered. It stores an event and does nothing else before the answer. It may use http,
 * inbox, database and tracing. Begin reading at {@link org.idwiseroutes.webhook.WebhookRoute}.
 */
package org.idwiseroutes.webhook;
