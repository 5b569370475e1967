package org.idwiseroutes.ops;

import java.net.InetAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.server.Ssl;

/**
 * The operators' port ({@code idwise.ops.*}).
 *
 * @param port serves the API and the actuator, and no webhook
 * @param address what it is bound to; loopback unless set otherwise
 * @param sslBundle the bundle of {@code spring.ssl.bundle.*} with which it speaks TLS; null for
 *     HTTP
 * @param clientAuth whether callers need a certificate that the bundle's trust store knows
 * @param oidcRoleClaim the claim of an ID token that lists a person's roles
 */
@ConfigurationProperties("idwise.ops")
record OpsProperties(
    int port,
    InetAddress address,
    String sslBundle,
    Ssl.ClientAuth clientAuth,
    String oidcRoleClaim) {}
