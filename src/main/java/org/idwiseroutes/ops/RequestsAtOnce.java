package org.idwiseroutes.ops;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how many requests of known people and scripts are worked on at once, and so the memory
 * that their lists and pages take. Nobody else takes a place.
 */
class RequestsAtOnce extends OncePerRequestFilter {

  private static final long LONGEST_WAIT_SECONDS = 2;

  private final Semaphore places;

  RequestsAtOnce(int most) {
    this.places = new Semaphore(most, true);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getUserPrincipal() == null) {
      chain.doFilter(request, response);
      return;
    }
    if (!hasPlace()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(LONGEST_WAIT_SECONDS));
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }

  private boolean hasPlace() {
    try {
      return places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
