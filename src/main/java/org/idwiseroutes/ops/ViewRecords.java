package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.idwiseroutes.privacy.Masks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Writes into the audit who has looked at a person's data, in the console or by the API, when
 * {@code idwise.ops.audit-views} says so: an event, a journey, a person, what was asked about a
 * delivery, and searches for a person. References are masked, since the audit outlives the person's
 * data.
 */
@Component
@ConditionalOnProperty("idwise.ops.audit-views")
class ViewRecords implements HandlerInterceptor, WebMvcConfigurer {

  private static final Logger LOG = LoggerFactory.getLogger(ViewRecords.class);

  private static final Pattern ONE =
      Pattern.compile(
          "/(?:console|api)/(people|journeys|persons|events|decided-events|deliveries)/([^/]+)(?:/(?:sample\\.json|exchanges))?");

  private static final Pattern LIST =
      Pattern.compile(
          "/(?:console|api)/(people|events|decided-events|deliveries|quarantine|erase|deliveries/plan)(?:\\.csv)?");

  private static final Map<String, String> KINDS =
      Map.of(
          "people", "view person",
          "journeys", "view journey",
          "events", "view event",
          "decided-events", "view event",
          "deliveries", "view delivery");

  private final Audit audit;

  ViewRecords(Audit audit) {
    this.audit = audit;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/console/**", "/api/**");
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    boolean seen =
        request.getMethod().equals("GET")
            && request.getHeader("HX-Request") == null
            && thrown == null
            && response.getStatus() == HttpStatus.OK.value();
    if (!seen) {
      return;
    }
    String path = request.getRequestURI();
    Matcher one = ONE.matcher(path);
    Matcher list = LIST.matcher(path);
    try {
      if (one.matches()) {
        record(request, KINDS.get(one.group(1)), subject(one, request));
      } else if (list.matches()) {
        String what = list.group(1).replace('/', ' ');
        searched(request)
            .ifPresentOrElse(
                who -> record(request, "search " + what, who),
                () -> record(request, "list " + what, path));
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.error(
          "{} has looked at {} and the audit does not have it", request.getRemoteUser(), path, e);
    }
  }

  private void record(HttpServletRequest request, String action, String subject) {
    audit.record(
        new Actor(request.getRemoteUser(), request.getRemoteAddr(), null), action, subject, null);
  }

  private static String subject(Matcher one, HttpServletRequest request) {
    return Stream.of(
            Optional.ofNullable(request.getParameter("reference")).map(Masks::of),
            Optional.ofNullable(request.getParameter("journeyId")))
        .flatMap(Optional::stream)
        .findFirst()
        .map(id -> one.group(2) + "/" + id)
        .orElse(one.group(2));
  }

  /** Whom a list was asked about, masked; empty when it was not about one person. */
  private static Optional<String> searched(HttpServletRequest request) {
    return Stream.of("text", "reference", "referenceNo", "journey", "journeyId")
        .map(
            name ->
                Optional.ofNullable(request.getParameter(name)).filter(given -> !given.isBlank()))
        .flatMap(Optional::stream)
        .findFirst()
        .map((Function<String, String>) Masks::of);
  }
}
