package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses texts that no row of the database can hold, before they reach it: those with a NUL
 * character and those that are too long. It looks at parameters and parts of the path; texts of a
 * JSON body are handed to it where they are used.
 */
@Component
class RequestTexts implements HandlerInterceptor, WebMvcConfigurer {

  /** Characters; a page's search or a failure's text is shorter. */
  private static final int LONGEST = 2_100;

  /** Characters of an id, a name or a reference, as the columns have them. */
  private static final int LONGEST_ID = 512;

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                check("The parameter " + name, value, LONGEST);
              }
            });
    if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
        instanceof Map<?, ?> parts) {
      parts.forEach((name, value) -> checkId("The " + name, value.toString()));
    }
    return true;
  }

  /** Checks an id or a name; null passes. */
  static void checkId(String name, String value) {
    if (value != null) {
      check(name, value, LONGEST_ID);
    }
  }

  /** Checks what a column is compared with; anything but a text passes. */
  static void checkValue(String name, Object value) {
    if (value instanceof String text) {
      check(name, text, LONGEST);
    }
  }

  private static void check(String name, String value, int longest) {
    if (value.indexOf('\0') >= 0) {
      throw bad("%s holds a NUL character: leave it out".formatted(printable(name)));
    }
    if (value.length() > longest) {
      throw bad("%s is longer than %,d characters".formatted(printable(name), longest));
    }
  }

  private static String printable(String name) {
    String cut = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
