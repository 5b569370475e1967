package org.idwiseroutes.wiring;

import java.util.Map;

/**
 * What a route would ask of another system.
 *
 * @param step the id of the step that asks
 * @param method an HTTP method, or the kind of system: {@code SMTP}, {@code KAFKA}, {@code FILE}
 * @param to the URL without options, or a mail's recipients
 * @param headers those that leave with it, without what is a secret
 * @param body as text
 */
public record Request(
    String step, String method, String to, Map<String, String> headers, String body) {}
