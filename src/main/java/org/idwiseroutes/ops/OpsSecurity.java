package org.idwiseroutes.ops;

import java.util.List;
import org.idwiseroutes.ops.Operators.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Spring Security for the operators' port. */
@Configuration(proxyBeanMethods = false)
class OpsSecurity {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  /** Who reads needs to be known; who acts needs to be an operator. */
  @Bean
  @Order(1)
  SecurityFilterChain operatorsChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(request -> request.getAttribute(Door.OPERATORS) != null)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/actuator/health/**")
                    .permitAll()
                    .requestMatchers(HttpMethod.GET)
                    .hasAnyRole(Role.VIEWER.name(), Role.OPERATOR.name())
                    .requestMatchers(HttpMethod.HEAD)
                    .hasAnyRole(Role.VIEWER.name(), Role.OPERATOR.name())
                    .anyRequest()
                    .hasRole(Role.OPERATOR.name()))
        .httpBasic(Customizer.withDefaults())
        .addFilterBefore(new SameOrigin(), BasicAuthenticationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .headers(OpsSecurity::headers)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
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

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
  }
}
