package org.idwiseroutes.ops;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Security for the operators' port. */
@Configuration(proxyBeanMethods = false)
class OpsSecurity {

  @Bean
  @Order(1)
  SecurityFilterChain operatorsChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(request -> request.getAttribute(Door.OPERATORS) != null)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/actuator/health/**")
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .httpBasic(Customizer.withDefaults())
        .csrf(AbstractHttpConfigurer::disable)
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
                        .roles("OPERATOR")
                        .build())
            .toList();
    return new InMemoryUserDetailsManager(users);
  }
}
