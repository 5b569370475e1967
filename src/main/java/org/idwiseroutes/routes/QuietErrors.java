package org.idwiseroutes.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.DefaultErrorHandlerBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.stereotype.Component;

/**
 * Camel's error handler logs a stack trace and the message's history for every failed exchange. The
 * outbox logs each failed attempt in one line, without the payload; twice is noise.
 */
@Component
class QuietErrors implements CamelContextConfiguration {

  @Override
  public void beforeApplicationStart(CamelContext camel) {
    DefaultErrorHandlerBuilder errorHandler = new DefaultErrorHandlerBuilder();
    errorHandler.logExhausted(false);
    errorHandler.logStackTrace(false);
    camel.getCamelContextExtension().setErrorHandlerFactory(errorHandler);
  }

  @Override
  public void afterApplicationStart(CamelContext camel) {
    // nothing to do once it runs
  }
}
