package org.idwiseroutes.ops;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The sessions of people who are logged in to the console of this node. A person has at most {@code
 * idwise.ops.sessions-per-person} and the node at most {@code idwise.ops.sessions}: a further login
 * ends the one that was used longest ago. Each ends after {@code idwise.ops.session-lifetime}
 * whatever its use. An ended session is gone at once, memory included, which is why this is not
 * Spring Security's session registry: that leaves it until it is used again or idle for long.
 */
@Component
public class ConsoleSessions implements SessionAuthenticationStrategy {

  private static final String ATTRIBUTE = ConsoleSessions.class.getName();

  private final Map<UUID, Login> logins = new ConcurrentHashMap<>();
  private final OpsProperties properties;
  private final Clock clock;

  ConsoleSessions(OpsProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * A session as a page shows it.
   *
   * @param id ours; not the cookie's value
   * @param person the name, with the provider before it when it came by OpenID Connect
   * @param address from where the login came
   */
  public record View(
      UUID id, String person, String address, Instant startedAt, Instant lastUsedAt) {}

  /** What is kept in the session itself, so that it is forgotten with it. */
  private final class Login implements HttpSessionBindingListener {

    private final UUID id = UUID.randomUUID();
    private final String person;
    private final String address;
    private final HttpSession session;
    private final Instant startedAt = clock.instant();
    private volatile Instant lastUsedAt = startedAt;

    Login(String person, String address, HttpSession session) {
      this.person = person;
      this.address = address;
      this.session = session;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
      logins.put(id, this);
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      logins.remove(id);
    }

    void end() {
      logins.remove(id);
      try {
        session.invalidate();
      } catch (IllegalStateException endedMeanwhile) {
        return;
      }
    }

    View view() {
      return new View(id, person, address, startedAt, lastUsedAt);
    }
  }

  /** Begins a session, and ends those that are too many with it. */
  @Override
  public synchronized void onAuthentication(
      Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
    String person = person(authentication);
    endAllBut(properties.sessionsPerPerson() - 1, login -> login.person.equals(person));
    endAllBut(properties.sessions() - 1, login -> true);
    HttpSession session = request.getSession();
    session.setAttribute(ATTRIBUTE, new Login(person, request.getRemoteAddr(), session));
  }

  private void endAllBut(int left, Predicate<Login> which) {
    List<View> found =
        logins.values().stream()
            .filter(which)
            .map(Login::view)
            .sorted(Comparator.comparing(View::lastUsedAt))
            .toList();
    found.stream()
        .limit(Math.max(0, found.size() - left))
        .map(view -> logins.get(view.id()))
        .filter(Objects::nonNull)
        .forEach(Login::end);
  }

  /** The sessions of this node, the latest first: one's own, or everybody's. */
  public List<View> of(Authentication authentication, boolean everybodys) {
    String person = person(authentication);
    return logins.values().stream()
        .filter(login -> everybodys || login.person.equals(person))
        .map(Login::view)
        .sorted(Comparator.comparing(View::startedAt).reversed())
        .toList();
  }

  /** Ends a session: one's own, or anybody's. Empty when there is none that one may end. */
  public Optional<View> end(UUID id, Authentication authentication, boolean anybodys) {
    Login login = logins.get(id);
    if (login == null || !anybodys && !login.person.equals(person(authentication))) {
      return Optional.empty();
    }
    login.end();
    return Optional.of(login.view());
  }

  /** Which session the request belongs to; null for HTTP Basic. */
  public UUID current(HttpServletRequest request) {
    Login login = login(request);
    return login == null ? null : login.id;
  }

  /** Ends sessions that have lasted long enough, before anything reads them. */
  OncePerRequestFilter lifetime() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        Login login = login(request);
        if (login != null) {
          Instant now = clock.instant();
          if (login.startedAt.plus(properties.sessionLifetime()).isBefore(now)) {
            login.end();
          } else {
            login.lastUsedAt = now;
          }
        }
        chain.doFilter(request, response);
      }
    };
  }

  private static Login login(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null ? null : (Login) session.getAttribute(ATTRIBUTE);
  }

  /** Names of two providers, or of a provider and the settings, may be those of two people. */
  private static String person(Authentication authentication) {
    return authentication instanceof OAuth2AuthenticationToken token
        ? token.getAuthorizedClientRegistrationId() + ": " + token.getName()
        : authentication.getName();
  }
}
