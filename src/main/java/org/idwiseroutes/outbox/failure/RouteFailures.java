package org.idwiseroutes.outbox.failure;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.outbox.PermanentFailureException;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Failures of a route itself, which no destination can be blamed for. One that the route marks with
 * {@link PermanentFailureException} is final, and so is a template or a mapping that cannot be
 * evaluated for this record; a bean or a setting may be put right in a moment and is tried a few
 * times. Our own database being away is tried as often as is set.
 */
final class RouteFailures {

  private RouteFailures() {}

  /** Asked first: a route's own word counts, and our database's failures look like connections'. */
  @Component
  @Order(10)
  static class Marked implements FailureClassifier {

    @Override
    public Optional<Failure> classify(Throwable thrown) {
      if (Causes.find(PermanentFailureException.class, thrown).isPresent()) {
        return failure(thrown, Retry.NEVER, Fault.DELIVERY);
      }
      boolean ofOurDatabase =
          Causes.any(
              thrown,
              cause ->
                  cause instanceof DataAccessException
                      || cause instanceof TransactionException
                      || cause instanceof SQLException);
      return ofOurDatabase ? failure(thrown, Retry.AS_SET, Fault.ROUTE) : Optional.empty();
    }
  }

  /** Asked last: such types also carry the failures of calls. */
  @Component
  @Order(50)
  static class Own implements FailureClassifier {

    private static final Set<String> FINAL =
        Set.of(
            "org.thymeleaf.exceptions.TemplateEngineException",
            "com.dashjoin.jsonata.JException",
            "org.apache.camel.ExpressionIllegalSyntaxException",
            "org.apache.camel.language.simple.types.SimpleIllegalSyntaxException");

    private static final Set<String> FEW =
        Set.of(
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.lang.NullPointerException",
            "java.lang.ClassCastException",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.ArithmeticException",
            "java.lang.UnsupportedOperationException",
            "java.lang.StackOverflowError",
            "java.lang.LinkageError",
            "java.io.FileNotFoundException",
            "java.nio.file.NoSuchFileException",
            "java.net.URISyntaxException",
            "java.net.MalformedURLException",
            "com.fasterxml.jackson.core.JsonProcessingException",
            "org.apache.camel.ResolveEndpointFailedException",
            "org.apache.camel.NoSuchBeanException",
            "org.apache.camel.NoSuchEndpointException",
            "org.apache.camel.NoSuchLanguageException",
            "org.apache.camel.TypeConversionException",
            "org.apache.camel.NoTypeConversionAvailableException",
            "org.apache.camel.InvalidPayloadException",
            "org.apache.camel.ValidationException",
            "org.apache.camel.component.bean.MethodNotFoundException",
            "org.apache.camel.component.bean.AmbiguousMethodCallException");

    @Override
    public Optional<Failure> classify(Throwable thrown) {
      if (Causes.anyIs(thrown, FINAL)) {
        return failure(thrown, Retry.NEVER, Fault.ROUTE);
      }
      return Causes.anyIs(thrown, FEW) ? failure(thrown, Retry.FEW, Fault.ROUTE) : Optional.empty();
    }
  }

  private static Optional<Failure> failure(Throwable thrown, Retry retry, Fault fault) {
    return Optional.of(Failure.of(Causes.words(thrown), retry, fault));
  }
}
