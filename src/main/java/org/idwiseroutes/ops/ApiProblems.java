package org.idwiseroutes.ops;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Says of a JSON body that cannot be read which field is wrong. */
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(thrown.getCause()));
    return handleExceptionInternal(thrown, problem, headers, status, request);
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
