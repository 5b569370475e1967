package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlArrays;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Of which sources whoever asks sees events, deliveries and persons: of all, unless some are set
 * for them. Who sees only some finds nothing of the others, and does nothing that concerns all. The
 * numbers of the overview and of alerts are over all sources. What runs in the background sees all.
 */
@Component
public class VisibleSources implements HandlerInterceptor, WebMvcConfigurer {

  private static final String PREFIX = "SOURCE_";

  /** Stands for a source that there is not: who has it alone sees none. */
  private static final String NONE = "";

  static List<GrantedAuthority> authorities(Collection<String> sources) {
    Stream<String> names = sources.isEmpty() ? Stream.of(NONE) : sources.stream();
    return names.<GrantedAuthority>map(one -> new SimpleGrantedAuthority(PREFIX + one)).toList();
  }

  /** Those that are set; empty for all. */
  public static Optional<Set<String>> limited() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (who == null) {
      return Optional.empty();
    }
    Set<String> sources =
        who.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .filter(one -> one != null && one.startsWith(PREFIX))
            .map(one -> one.substring(PREFIX.length()))
            .collect(Collectors.toSet());
    return sources.isEmpty() ? Optional.empty() : Optional.of(sources);
  }

  /** A condition on this column; its parameters are {@link #parameters()}. */
  public static String condition(String column) {
    return "(:all OR %s = ANY(:visible))".formatted(column);
  }

  /** What {@link #condition} asks for, of whoever asks. */
  public static Map<String, Object> parameters() {
    Optional<Set<String>> sources = limited();
    return Map.of(
        "all",
        sources.isEmpty(),
        "visible",
        SqlArrays.ofTexts(sources.stream().flatMap(Set::stream)));
  }

  /** Whether whoever asks sees what belongs to this source; null is what belongs to none. */
  public static boolean see(String source) {
    return limited().map(sources -> source != null && sources.contains(source)).orElse(true);
  }

  /**
   * Refuses what concerns all sources to who sees only some.
   *
   * @throws ResponseStatusException 403
   */
  public static void requireAll() {
    if (limited().isPresent()) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "This concerns all sources, and you see only some");
    }
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/console/**", "/api/**");
  }

  /** A source that is named in the path or as a parameter has to be one of theirs. */
  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
    String inPath = variables instanceof Map<?, ?> map ? (String) map.get("source") : null;
    Stream.of(inPath, request.getParameter("source"))
        .filter(Objects::nonNull)
        .filter(one -> !one.isBlank() && !see(one.strip()))
        .findFirst()
        .ifPresent(
            hidden -> {
              throw new ResponseStatusException(
                  HttpStatus.NOT_FOUND, "There is no such source among those that you see");
            });
    return true;
  }
}
