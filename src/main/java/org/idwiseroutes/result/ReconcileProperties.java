package org.idwiseroutes.result;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * When journeys are asked about that should have ended ({@code idwise.reconcile.*}).
 *
 * @param after how long a journey may be without a decision before it is asked about, and how long
 *     after the last time it is asked about again
 * @param until older journeys are asked about only by name: abandoned ones never end
 * @param most journeys of one run
 */
@ConfigurationProperties("idwise.reconcile")
record ReconcileProperties(Duration after, Duration until, int most) {}
