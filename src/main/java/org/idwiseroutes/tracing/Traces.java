package org.idwiseroutes.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * OpenTelemetry traces of an event, from the webhook over {@code decide} to each attempt of a
 * delivery. The context waits in the outbox together with the delivery, and goes out with the call.
 */
@Component
public class Traces {

  /** The header, and the variable of an exchange, that carries the context. */
  public static final String TRACEPARENT = "traceparent";

  private static final Step NONE = new Step(Span.getInvalid(), null);
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  private static final int FLUSH_SECONDS = 2;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  Traces(TracingProperties properties) {
    provider = properties.isOn() ? provider(properties) : null;
    tracer = provider == null ? null : provider.get("idwise-routes");
  }

  /**
   * Begins a step.
   *
   * @param parent the {@code traceparent} of the step before; null or unreadable for none
   */
  public Step begin(String name, SpanKind kind, String parent) {
    if (tracer == null) {
      return NONE;
    }
    Context before =
        parent == null
            ? Context.root()
            : W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, new Header());
    Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(before).startSpan();
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, Map::put);
    return new Step(span, headers.get(TRACEPARENT));
  }

  /** The id of the trace that a {@code traceparent} belongs to; null for none. */
  public static String id(Object traceparent) {
    String[] parts = traceparent == null ? new String[0] : traceparent.toString().split("-");
    return parts.length > 2 ? parts[1] : null;
  }

  @PreDestroy
  void close() {
    if (provider != null) {
      provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static SdkTracerProvider provider(TracingProperties properties) {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(properties.endpoint()).build();
    return SdkTracerProvider.builder()
        .setResource(Resource.getDefault().toBuilder().put("service.name", "idwise-routes").build())
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(properties.probability())))
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).setScheduleDelay(SEND_EVERY).build())
        .build();
  }

  /** A carrier that is one header. */
  private static final class Header implements TextMapGetter<String> {

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(TRACEPARENT);
    }

    @Override
    public String get(String carrier, String key) {
      return key.equals(TRACEPARENT) ? carrier : null;
    }
  }
}
