package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.idwiseroutes.check.Similar;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a parameter that a call of the API does not have, and a value that its parameter cannot
 * have: a misspelt filter would otherwise restrict nothing, or find nothing.
 */
@Component
public class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {

  /** Every act takes it, see {@link Audit}. */
  private static final String REASON = "reason";

  private static final int LONGEST_SHOWN = 60;

  private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/**");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method) {
      Collection<String> known = names(method);
      if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
        known.add(REASON);
      }
      request
          .getParameterMap()
          .keySet()
          .forEach(
              name -> {
                refuseJson(name);
                check("parameter", name, known);
              });
    }
    return true;
  }

  /** What curl sends as a form unless it is told otherwise. */
  private static void refuseJson(String name) {
    if (name.startsWith("{") || name.startsWith("[")) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "JSON was sent as a form: say what it is, as in curl -H 'Content-Type: application/json'");
    }
  }

  /** Refuses a value that is none of these; null passes. */
  public static void checkValue(String parameter, String value, Collection<String> known) {
    if (value != null) {
      check("value of " + parameter, value, known);
    }
  }

  /** A length of time; null stays null. */
  public static Duration duration(String parameter, String text) {
    try {
      return text == null ? null : DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "%s is a length of time such as 30m, 4h or 7d, and not \"%s\""
              .formatted(parameter, printable(text)),
          e);
    }
  }

  private static void check(String what, String given, Collection<String> known) {
    if (!known.contains(given)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "There is no %s \"%s\" here; there %s%s"
              .formatted(
                  what,
                  printable(given),
                  known.isEmpty() ? "is none" : "are " + String.join(", ", known),
                  probably(given, known)));
    }
  }

  private static String probably(String given, Collection<String> known) {
    if (given.length() > LONGEST_SHOWN) {
      return "";
    }
    return Similar.to(given, known).map("; did you mean \"%s\"?"::formatted).orElse("");
  }

  private static Collection<String> names(HandlerMethod method) {
    Collection<String> names = new TreeSet<>();
    String[] parameters = NAMES.getParameterNames(method.getMethod());
    Arrays.stream(method.getMethodParameters())
        .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
        .forEach(
            parameter -> {
              String named = parameter.getParameterAnnotation(RequestParam.class).name();
              names.add(named.isEmpty() ? parameters[parameter.getParameterIndex()] : named);
            });
    return names;
  }

  private static String printable(String text) {
    String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
