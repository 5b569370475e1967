package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/** Spring Security for the operators' port: the console with a login, all else with HTTP Basic. */
@Configuration(proxyBeanMethods = false)
class OpsSecurity {

  private static final String CONSOLE = "/console";
  private static final String LOGIN = "/console/login";
  private static final String DENIED = "/console/denied";
  private static final String END_SESSION = "/console/sessions/*/end";
  private static final String STYLE = "/console/console.css";
  private static final String SCRIPT = "/console/console.js";
  private static final String ICON = "/console/favicon.svg";

  /** What browsers ask for where no page names an icon, such as for an answer of the API. */
  private static final String DEFAULT_ICON = "/favicon.ico";

  private static final List<String> CONSOLE_PATHS =
      List.of("/console/", "/webjars/", "/oauth2/", "/login/oauth2/");
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  private final RequestsAtOnce atOnce;

  OpsSecurity(OpsProperties properties) {
    this.atOnce = new RequestsAtOnce(properties.requestsAtOnce());
  }

  /**
   * People: a form or OpenID Connect, and from then on a session; before it nothing is kept but in
   * cookies. Every act carries a token (CSRF).
   */
  @Bean
  @Order(0)
  SecurityFilterChain consoleChain(
      HttpSecurity http,
      OidcRoles roles,
      ConsoleSessions sessions,
      ObjectProvider<ClientRegistrationRepository> registrations)
      throws Exception {
    LoginRefusals refusals = new LoginRefusals(LOGIN);
    http.securityMatcher(OpsSecurity::isConsole)
        .authorizeHttpRequests(
            requests ->
                byRole(
                    requests
                        .requestMatchers(
                            "/webjars/**",
                            STYLE,
                            SCRIPT,
                            ICON,
                            LOGIN,
                            LoginRefusals.REFUSED_PAGE,
                            DENIED)
                        .permitAll()))
        .requestCache(cache -> cache.requestCache(new ReturnPath()))
        .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens()))
        .sessionManagement(
            management ->
                management.sessionAuthenticationStrategy(
                    new CompositeSessionAuthenticationStrategy(
                        List.of(new ChangeSessionIdAuthenticationStrategy(), sessions))))
        .formLogin(
            form ->
                form.loginPage(LOGIN)
                    .defaultSuccessUrl(CONSOLE, false)
                    .failureHandler(refusals)
                    .permitAll())
        .logout(logout -> logout.logoutUrl("/console/logout").logoutSuccessUrl(LOGIN + "?logout"))
        .httpBasic(basic -> basic.authenticationEntryPoint(refusals))
        .exceptionHandling(
            denied ->
                denied
                    .accessDeniedPage(DENIED)
                    .defaultAuthenticationEntryPointFor(loginPage(), browsers()))
        .addFilterBefore(sessions.lifetime(), SecurityContextHolderFilter.class)
        .addFilterBefore(new SameOrigin(), BasicAuthenticationFilter.class)
        .addFilterAfter(atOnce, AuthorizationFilter.class)
        .headers(OpsSecurity::headers);
    if (registrations.getIfAvailable() != null) {
      http.oauth2Login(
          oidc ->
              oidc.loginPage(LOGIN)
                  .defaultSuccessUrl(CONSOLE, false)
                  .failureHandler(refusals)
                  .authorizationEndpoint(
                      begin -> begin.authorizationRequestRepository(new OidcRequests()))
                  .userInfoEndpoint(user -> user.userAuthoritiesMapper(roles)));
    }
    return http.build();
  }

  /** Scripts: HTTP Basic or a token with every request, and no session. */
  @Bean
  @Order(1)
  SecurityFilterChain operatorsChain(HttpSecurity http, MachineTokens tokens) throws Exception {
    LoginRefusals refusals = new LoginRefusals(LOGIN);
    if (tokens.areTaken()) {
      http.oauth2ResourceServer(
          server ->
              server
                  .authenticationManagerResolver(request -> tokens::authenticate)
                  .authenticationEntryPoint(refusals));
    }
    return http.authorizeHttpRequests(
            requests ->
                byRole(requests.requestMatchers("/actuator/health/**", DEFAULT_ICON).permitAll()))
        .requestCache(RequestCacheConfigurer::disable)
        .httpBasic(basic -> basic.authenticationEntryPoint(refusals))
        .addFilterBefore(new SameOrigin(), BasicAuthenticationFilter.class)
        .addFilterAfter(atOnce, AuthorizationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(OpsSecurity::headers)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  /** Nothing of each filter is measured; that would cost as much as they do. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  private static CookieCsrfTokenRepository csrfTokens() {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    return tokens;
  }

  /** Its address is a path, whatever the header {@code Host} says. */
  private static LoginUrlAuthenticationEntryPoint loginPage() {
    LoginUrlAuthenticationEntryPoint loginPage = new LoginUrlAuthenticationEntryPoint(LOGIN);
    loginPage.setFavorRelativeUris(true);
    return loginPage;
  }

  private static MediaTypeRequestMatcher browsers() {
    MediaTypeRequestMatcher browsers = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
    browsers.setIgnoredMediaTypes(Set.of(MediaType.ALL));
    return browsers;
  }

  private static boolean isConsole(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals(CONSOLE) || CONSOLE_PATHS.stream().anyMatch(path::startsWith);
  }

  /** Who reads needs to be known; who acts needs the role for it. */
  private static void byRole(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .requestMatchers(HttpMethod.POST, END_SESSION)
        .hasAnyRole(Role.all())
        .requestMatchers(HttpMethod.GET)
        .hasAnyRole(Role.all())
        .requestMatchers(HttpMethod.HEAD)
        .hasAnyRole(Role.all())
        .requestMatchers(
            "/api/journeys/**",
            "/api/persons/**",
            "/api/erasures/**",
            "/console/erase",
            "/console/erasures/**")
        .hasRole(Role.ERASER.name())
        .requestMatchers("/api/proposals/**", "/console/proposals/**")
        .hasAnyRole(Role.OPERATOR.name(), Role.ERASER.name())
        .requestMatchers("/api/destinations/decide/**", "/console/destinations/decide/**")
        .hasRole(Role.DECIDE_PAUSER.name())
        .anyRequest()
        .hasRole(Role.OPERATOR.name());
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
  }
}
