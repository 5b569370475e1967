package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Who does something, and why; the audit keeps it with the act.
 *
 * @param address where the request came from; null when nobody knows
 * @param reason null when none was given
 */
public record Actor(String name, String address, String reason) {

  static final int LONGEST_REASON = 1_000;

  /**
   * Whoever sent this request, for the reason in its parameter {@code reason}.
   *
   * @throws ResponseStatusException 400 for a reason that is too long
   */
  public static Actor of(HttpServletRequest request) {
    return new Actor(
        request.getRemoteUser(), request.getRemoteAddr(), reason(request.getParameter("reason")));
  }

  private static String reason(String reason) {
    if (reason == null || reason.isBlank()) {
      return null;
    }
    if (reason.length() > LONGEST_REASON) {
      throw bad("A reason has at most %d characters".formatted(LONGEST_REASON));
    }
    if (reason.indexOf('\0') >= 0) {
      throw bad("The reason has a NUL character in it");
    }
    return reason.strip();
  }

  /**
   * The reason.
   *
   * @throws ResponseStatusException 400, saying {@code otherwise}, when there is none
   */
  public String requireReason(String otherwise) {
    if (reason == null) {
      throw bad(otherwise);
    }
    return reason;
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
