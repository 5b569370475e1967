package org.idwiseroutes.routes;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the routes are ({@code idwise.routes.*}).
 *
 * @param directory holds {@code *.camel.yaml} and what these files refer to
 */
@ConfigurationProperties("idwise.routes")
record RoutesProperties(Path directory) {}
