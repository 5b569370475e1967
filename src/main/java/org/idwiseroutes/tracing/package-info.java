/**
 * OpenTelemetry traces: one from the entrance to each attempt. It may use no other package. Begin
 * reading at {@link org.idwiseroutes.tracing.Traces}.
 */
package org.idwiseroutes.tracing;
