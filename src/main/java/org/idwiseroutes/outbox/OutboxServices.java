package org.idwiseroutes.outbox;

import java.time.Clock;
import java.util.List;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.outbox.failure.Failures;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.tracing.Traces;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** What the endpoints of the component share. */
@Component
record OutboxServices(
    Deliveries deliveries,
    Claims claims,
    Lanes lanes,
    Rates rates,
    SqlBuffer buffer,
    List<Preparation> preparations,
    Destinations destinations,
    Probes probes,
    Settlement settlement,
    Wakeups wakeups,
    Precedence precedence,
    Clock clock,
    Secrets secrets,
    Traces traces,
    Failures failures,
    OutboxProperties properties,
    PlatformTransactionManager transactions) {}
