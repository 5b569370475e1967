package org.idwiseroutes.webhook;

import io.vertx.core.http.ClientAuth;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The entrance's settings ({@code idwise.webhook.*}).
 *
 * @param port where IDWise posts; 0 for a free one
 * @param address the address that the port is bound to; {@code 0.0.0.0} for all
 * @param sslBundle the bundle of {@code spring.ssl.bundle.*} with which the port speaks TLS; null
 *     for HTTP
 * @param clientAuth whether callers need a certificate that the bundle's trust store knows
 * @param maxBody the largest body that is read; beyond it the answer is 413
 * @param headTimeout how long the head of a connection's first request may take; beyond it the
 *     connection is closed
 * @param bodyTimeout how long a body may take; beyond it the answer is 408
 * @param keepAlive how long a connection may wait for its next request
 * @param maxConnections connections at once; for a further one, those that have kept the server
 *     waiting for longest are closed
 * @param maxConcurrent authenticated requests under way; beyond it the answer is 503
 * @param maxMemory bytes of bodies under way, of all requests together; beyond it the answer is
 *     503. Null for a thirty-second of the heap
 * @param workers threads that store events, each of which waits for a commit
 * @param retryAfter what IDWise is told to wait when an event could not be stored
 */
@ConfigurationProperties("idwise.webhook")
record WebhookProperties(
    int port,
    String address,
    String sslBundle,
    ClientAuth clientAuth,
    DataSize maxBody,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration keepAlive,
    int maxConnections,
    int maxConcurrent,
    DataSize maxMemory,
    int workers,
    Duration retryAfter) {

  private static final int SHARE_OF_THE_HEAP = 32;

  WebhookProperties {
    clientAuth = clientAuth == null ? ClientAuth.NONE : clientAuth;
    maxMemory =
        maxMemory == null
            ? DataSize.ofBytes(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP)
            : maxMemory;
    if (maxMemory.toBytes() < maxBody.toBytes()) {
      throw new IllegalArgumentException(
          "idwise.webhook.max-memory (%s, unless set a thirty-second of the heap) is smaller than one body (idwise.webhook.max-body, %s): raise the heap or lower max-body"
              .formatted(maxMemory, maxBody));
    }
  }
}
