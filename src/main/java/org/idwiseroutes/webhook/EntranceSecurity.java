package org.idwiseroutes.webhook;

import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.util.function.SingletonSupplier;

/** Spring Security for whatever does not come in by the operators' port. */
@Configuration(proxyBeanMethods = false)
class EntranceSecurity {

  private static final int DELETE = 127;

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain entranceChain(
      HttpSecurity http,
      Gate gate,
      ClientAddress addresses,
      Refusals refusals,
      Brake brake,
      BodyReader bodies,
      Problems problems,
      WebhookProperties properties,
      ObjectProvider<CamelContext> camel)
      throws Exception {
    SingletonSupplier<CamelContext> context = SingletonSupplier.of(camel::getObject);
    return http.csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .sessionManagement(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .exceptionHandling(AbstractHttpConfigurer::disable)
        .addFilterAfter(
            new Entrance(
                gate,
                addresses,
                refusals,
                brake,
                bodies,
                problems,
                properties,
                () -> context.obtain().isStarted()),
            HeaderWriterFilter.class)
        .build();
  }

  /** Nothing of each filter is measured; that would cost as much as they do. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * Strict on paths; unknown methods get their 405 from the entrance. In the values of headers any
   * byte but a control character may stand: Tomcat reads them as Latin-1, and some of UTF-8's bytes
   * are no characters there.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderValues(value -> value.chars().allMatch(EntranceSecurity::isPlain));
    return firewall;
  }

  private static boolean isPlain(int character) {
    return character == '\t' || character >= ' ' && character != DELETE;
  }
}
