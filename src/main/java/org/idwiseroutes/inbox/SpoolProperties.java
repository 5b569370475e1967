package org.idwiseroutes.inbox;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The spool's settings ({@code idwise.spool.*}).
 *
 * @param directory where events go that the database cannot take for now; null for no spool. Each
 *     node needs one of its own
 */
@ConfigurationProperties("idwise.spool")
record SpoolProperties(Path directory) {}
