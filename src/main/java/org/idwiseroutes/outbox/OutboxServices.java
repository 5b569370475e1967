package org.idwiseroutes.outbox;

import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** What the endpoints of the component share. */
@Component
record OutboxServices(
    Deliveries deliveries,
    Destinations destinations,
    Settlement settlement,
    Wakeups wakeups,
    Node node,
    Clock clock,
    OutboxProperties properties,
    PlatformTransactionManager transactions) {}
