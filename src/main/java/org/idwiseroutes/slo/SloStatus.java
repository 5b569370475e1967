package org.idwiseroutes.slo;

import java.time.Duration;

/**
 * How a deadline is kept.
 *
 * @param event null for any
 * @param late deliveries, waiting or dead, and undecided events that are past it now; counted up to
 *     a thousand
 * @param breached deliveries that this node has confirmed too late since it began
 */
public record SloStatus(
    String name, String event, String destination, Duration within, int late, long breached) {}
