package org.idwiseroutes.journey;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How sequences of events are read ({@code idwise.journey.*}).
 *
 * @param lateWindow how long after another event one may arrive that IDWise has sent before it; its
 *     retries end after half an hour
 */
@ConfigurationProperties("idwise.journey")
public record JourneyProperties(Duration lateWindow) {}
