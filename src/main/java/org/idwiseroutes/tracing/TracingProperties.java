package org.idwiseroutes.tracing;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Traces ({@code idwise.tracing.*}).
 *
 * @param endpoint where they are sent with OTLP over HTTP; empty for none
 * @param probability how many of all events are traced, from 0 to 1; what a caller traces is traced
 */
@ConfigurationProperties("idwise.tracing")
record TracingProperties(String endpoint, double probability) {

  boolean isOn() {
    return endpoint != null && !endpoint.isBlank();
  }
}
