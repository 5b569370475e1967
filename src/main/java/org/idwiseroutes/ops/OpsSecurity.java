package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.idwiseroutes.ops.Operators.Role;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Spring Security for the operators' port: the console with a login, all else with HTTP Basic. */
@Configuration(proxyBeanMethods = false)
class OpsSecurity {

  private static final String CONSOLE = "/console";
  private static final String LOGIN = "/console/login";
  private static final String DENIED = "/console/denied";
  private static final String STYLE = "/console/console.css";
  private static final List<String> CONSOLE_PATHS =
      List.of("/console/", "/webjars/", "/oauth2/", "/login/oauth2/");
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  /** People: a form or OpenID Connect, and a session. Every act carries a token (CSRF). */
  @Bean
  @Order(0)
  SecurityFilterChain consoleChain(
      HttpSecurity http,
      OidcRoles roles,
      ObjectProvider<ClientRegistrationRepository> registrations)
      throws Exception {
    http.securityMatcher(OpsSecurity::isConsole)
        .authorizeHttpRequests(
            requests ->
                byRole(requests.requestMatchers("/webjars/**", STYLE, LOGIN, DENIED).permitAll()))
        .formLogin(form -> form.loginPage(LOGIN).defaultSuccessUrl(CONSOLE, false).permitAll())
        .logout(logout -> logout.logoutUrl("/console/logout").logoutSuccessUrl(LOGIN))
        .httpBasic(Customizer.withDefaults())
        .exceptionHandling(denied -> denied.accessDeniedPage(DENIED))
        .addFilterBefore(new SameOrigin(), BasicAuthenticationFilter.class)
        .headers(OpsSecurity::headers);
    if (registrations.getIfAvailable() != null) {
      http.oauth2Login(
          oidc ->
              oidc.loginPage(LOGIN)
                  .defaultSuccessUrl(CONSOLE, false)
                  .userInfoEndpoint(user -> user.userAuthoritiesMapper(roles)));
    }
    return http.build();
  }

  /** Scripts: HTTP Basic with every request, and no session. */
  @Bean
  @Order(1)
  SecurityFilterChain operatorsChain(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests -> byRole(requests.requestMatchers("/actuator/health/**").permitAll()))
        .httpBasic(Customizer.withDefaults())
        .addFilterBefore(new SameOrigin(), BasicAuthenticationFilter.class)
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

  @Bean
  UserDetailsService operatorDetails(Operators operators) {
    List<UserDetails> users =
        operators.operators().entrySet().stream()
            .map(
                operator ->
                    User.withUsername(operator.getKey())
                        .password(operator.getValue().encoded())
                        .roles(operator.getValue().role().name())
                        .build())
            .toList();
    return new InMemoryUserDetailsManager(users);
  }

  private static boolean isConsole(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.equals(CONSOLE) || CONSOLE_PATHS.stream().anyMatch(path::startsWith);
  }

  /** Who reads needs to be known; who acts needs to be an operator. */
  private static void byRole(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .requestMatchers(HttpMethod.GET)
        .hasAnyRole(Role.VIEWER.name(), Role.OPERATOR.name())
        .requestMatchers(HttpMethod.HEAD)
        .hasAnyRole(Role.VIEWER.name(), Role.OPERATOR.name())
        .anyRequest()
        .hasRole(Role.OPERATOR.name());
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
  }
}
