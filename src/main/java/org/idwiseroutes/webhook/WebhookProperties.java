package org.idwiseroutes.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The entrance's settings ({@code idwise.webhook.*}).
 *
 * @param maxBody the largest body that is read; beyond it the answer is 413
 * @param retryAfter what IDWise is told to wait when an event could not be stored
 */
@ConfigurationProperties("idwise.webhook")
record WebhookProperties(DataSize maxBody, Duration retryAfter) {}
