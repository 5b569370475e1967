package org.idwiseroutes.routes;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the routes are ({@code idwise.routes.*}).
 *
 * @param directory holds {@code *.camel.yaml} and what these files refer to
 * @param files the names of the route files, as a glob
 */
@ConfigurationProperties("idwise.routes")
record RoutesProperties(Path directory, String files) {}
