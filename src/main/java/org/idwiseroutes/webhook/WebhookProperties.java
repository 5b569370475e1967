package org.idwiseroutes.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The entrance's settings ({@code idwise.webhook.*}).
 *
 * @param maxBody the largest body that is read; beyond it the answer is 413
 * @param bodyTimeout how long a body may take; beyond it the answer is 408
 * @param maxConcurrent authenticated requests under way; beyond it the answer is 503
 * @param retryAfter what IDWise is told to wait when an event could not be stored
 */
@ConfigurationProperties("idwise.webhook")
record WebhookProperties(
    DataSize maxBody, Duration bodyTimeout, int maxConcurrent, Duration retryAfter) {}
