package org.idwiseroutes.routes;

import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.util.TimeValue;
import org.springframework.stereotype.Component;

/**
 * Asks a connection to a destination whether it still lives before it is used again. Some systems
 * close theirs after a second; the client by itself looks after two.
 */
@Component
class IdleConnections extends LifecycleStrategySupport {

  /** Looking costs a millisecond, so one that is in steady use is left alone. */
  private static final TimeValue IDLE = TimeValue.ofMilliseconds(50);

  @Override
  public void onEndpointAdd(Endpoint endpoint) {
    if (endpoint instanceof HttpEndpoint http
        && http.getClientConnectionManager() instanceof PoolingHttpClientConnectionManager pool) {
      pool.setDefaultConnectionConfig(
          ConnectionConfig.custom().setValidateAfterInactivity(IDLE).build());
    }
  }
}
