package org.idwiseroutes.ops;

import java.net.InetAddress;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.server.Ssl;

/**
 * The operators' port ({@code idwise.ops.*}).
 *
 * @param port serves the API and the actuator, and no webhook
 * @param address what it is bound to; loopback unless set otherwise
 * @param probePort answers liveness and readiness, and nothing else; without TLS
 * @param probeAddress what it is bound to
 * @param sslBundle the bundle of {@code spring.ssl.bundle.*} with which it speaks TLS; null for
 *     HTTP
 * @param clientAuth whether callers need a certificate that the bundle's trust store knows
 * @param oidcRoleClaim the claim of the ID token that lists a person's roles
 * @param oidcSourceClaim the claim that lists of which sources a person sees events; empty for all
 * @param sessionLifetime how long a login to the console lasts at the most
 * @param sessionsPerPerson logins of one person at once on a node
 * @param sessions logins of all at once on a node
 * @param requestsAtOnce requests of operators that are worked on at once; more wait, then are
 *     answered 503
 * @param longestRun when a check or the doctor is given up
 * @param auditViews whether the audit has who looked at a person's data
 */
@ConfigurationProperties("idwise.ops")
record OpsProperties(
    int port,
    InetAddress address,
    int probePort,
    InetAddress probeAddress,
    String sslBundle,
    Ssl.ClientAuth clientAuth,
    String oidcRoleClaim,
    String oidcSourceClaim,
    Duration sessionLifetime,
    int sessionsPerPerson,
    int sessions,
    int requestsAtOnce,
    Duration longestRun,
    boolean auditViews) {

  OpsProperties {
    if (sessionsPerPerson < 1 || sessions < 1 || requestsAtOnce < 1) {
      throw new IllegalArgumentException(
          "idwise.ops.sessions-per-person, .sessions and .requests-at-once must be at least 1");
    }
  }
}
