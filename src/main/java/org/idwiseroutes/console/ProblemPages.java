package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.idwiseroutes.inbox.EventLog;
import org.idwiseroutes.inbox.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Tells a person on a page what the API would say in JSON. */
@Component
class ProblemPages implements HandlerExceptionResolver, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

  private final ConsoleModel model;
  private final Spool spool;
  private final EventLog log;

  ProblemPages(ConsoleModel model, Spool spool, EventLog log) {
    this.log = log;
    this.model = model;
    this.spool = spool;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public ModelAndView resolveException(
      HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
    if (!request.getRequestURI().startsWith("/console")) {
      return null;
    }
    if (thrown instanceof ErrorResponse error) {
      String detail = error.getBody().getDetail();
      return page(request, error.getStatusCode(), title(error.getStatusCode()), detail);
    }
    if (thrown instanceof TypeMismatchException) {
      return page(
          request, HttpStatus.NOT_FOUND, title(HttpStatus.NOT_FOUND), "This address names nothing");
    }
    if (thrown instanceof DataAccessException || thrown instanceof TransactionException) {
      LOG.warn("A page could not be shown: {}", thrown.toString());
      return page(
          request,
          HttpStatus.SERVICE_UNAVAILABLE,
          "The database does not answer",
          "Try again in a moment. " + meanwhile());
    }
    LOG.error("A page could not be shown", thrown);
    return page(
        request,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "This page failed",
        "The log of this node says why.");
  }

  private String meanwhile() {
    if (log.isEnabled()) {
      return "Events wait in the log and go from there to the database.";
    }
    return spool.isEnabled()
        ? "Events go to the spool of this node and from there to the database."
        : "No spool is set, so events are answered 503; IDWise sends each again for about half an"
            + " hour.";
  }

  private ModelAndView page(
      HttpServletRequest request, HttpStatusCode status, String title, String detail) {
    ModelAndView page = new ModelAndView("console/problem", model.of(request), status);
    page.addObject("heading", title);
    page.addObject("detail", detail);
    return page;
  }

  private static String title(HttpStatusCode status) {
    return status.value() == HttpStatus.NOT_FOUND.value()
        ? "There is nothing here"
        : "This cannot be done";
  }
}
