package org.idwiseroutes.slo;

import java.time.Duration;
import java.time.Instant;

/**
 * How a deadline is kept.
 *
 * @param event null for any
 * @param late deliveries, waiting or dead, and undecided events that are past it now; counted up to
 *     a thousand
 * @param latePeople whom these are about
 * @param lateSince when the first of them missed it; null when none is late
 * @param breached deliveries that this node has confirmed too late since it began
 */
public record SloStatus(
    String name,
    String event,
    String destination,
    Duration within,
    int late,
    int latePeople,
    Instant lateSince,
    long breached) {}
