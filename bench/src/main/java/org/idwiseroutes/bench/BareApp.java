package org.idwiseroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Baseline "bare": the smallest platform-http route that parses the JSON and answers. */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@ComponentScan(useDefaultFilters = false)
public class BareApp {

  public static void main(String[] args) {
    SpringApplication.run(BareApp.class, args);
  }

  @Bean
  RouteBuilder bare(ObjectMapper json) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("platform-http:" + PlainCamelApp.PATH)
            .process(
                exchange -> {
                  json.readTree(exchange.getMessage().getBody(byte[].class));
                  exchange.getMessage().removeHeaders("*");
                  exchange.getMessage().setHeader("Content-Type", "application/json");
                  exchange.getMessage().setBody("{\"outcome\":\"accepted\"}");
                });
      }
    };
  }
}
