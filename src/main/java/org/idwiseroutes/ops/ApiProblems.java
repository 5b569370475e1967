package org.idwiseroutes.ops;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import org.idwiseroutes.database.Outage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says of a JSON body that cannot be read which field is wrong, and when to try again. */
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(thrown.getCause()));
    return handleExceptionInternal(thrown, problem, headers, status, request);
  }

  /** 503 where the same may be answered later; any other is a fault of the product's. */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ProblemDetail handleDatabase(RuntimeException thrown) {
    boolean tookTooLong =
        thrown instanceof QueryTimeoutException || thrown instanceof TransactionTimedOutException;
    if (!tookTooLong && !Outage.is(thrown)) {
      throw thrown;
    }
    LOG.warn("A call of the API could not be answered: {}", thrown.toString());
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.SERVICE_UNAVAILABLE,
        tookTooLong
            ? "The database takes too long: ask for less"
            : "The database does not answer: try again in a moment");
  }

  private static String detail(Throwable cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return "There is no field \"%s\" here; there are %s"
          .formatted(
              unknown.getPropertyName(),
              unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
    if (cause instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
      return "The field \"%s\" has a value of another kind than is expected"
          .formatted(
              wrong.getPath().stream()
                  .map(part -> part.getFieldName() == null ? "[]" : part.getFieldName())
                  .collect(Collectors.joining(".")));
    }
    return "The body is not the JSON that is expected here";
  }
}
