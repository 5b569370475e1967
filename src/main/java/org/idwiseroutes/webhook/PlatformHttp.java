package org.idwiseroutes.webhook;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Camel's platform-http needs to serve its routes on the public port. */
@Configuration(proxyBeanMethods = false)
class PlatformHttp {

  @Bean(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME)
  PlatformHttpEngine platformHttpEngine() {
    return new VertxPlatformHttpEngine();
  }

  /** Under the name that Camel looks for when it does not know the port. */
  @Bean(VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO)
  VertxPlatformHttpRouter platformHttpRouter(EntranceServer server, BodyReader bodies) {
    return new VertxPlatformHttpRouter(
        null,
        server.vertx(),
        server.router(),
        VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO) {
      @Override
      public Handler<RoutingContext> bodyHandler() {
        return bodies;
      }
    };
  }

  /** Lets none of a caller's headers into a route. */
  @Bean
  HeaderFilterStrategy noCallersHeaders() {
    return new HttpHeaderFilterStrategy() {
      @Override
      public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
      }
    };
  }
}
