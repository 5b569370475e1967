package org.idwiseroutes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** Baseline "plain Camel": the usual route, an Idempotent Consumer around the call to the CRM. */
@SpringBootApplication
@ComponentScan(useDefaultFilters = false)
@Import(PlainThreeRoute.class)
public class PlainCamelApp {

  static final String PATH = "/webhook";

  public static void main(String[] args) {
    SpringApplication.run(PlainCamelApp.class, args);
  }

  @Bean
  JdbcMessageIdRepository repository(DataSource dataSource) {
    return new JdbcMessageIdRepository(dataSource, "webhook");
  }

  @Bean
  RouteBuilder plain(ObjectMapper json, JdbcMessageIdRepository repository) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("platform-http:" + PATH)
            .process(
                exchange ->
                    exchange.setProperty(
                        "eventId",
                        json.readTree(exchange.getMessage().getBody(byte[].class))
                            .at("/body/eventId")
                            .asText()))
            .idempotentConsumer(exchangeProperty("eventId"), repository)
            .removeHeaders("*")
            .setHeader("CamelHttpMethod", constant("PUT"))
            .setHeader("Content-Type", constant("application/json"))
            .to("{{crm.url}}/customers/1")
            .end()
            .removeHeaders("*")
            .setHeader("Content-Type", constant("application/json"))
            .setBody(constant("{\"outcome\":\"accepted\"}"));
      }
    };
  }
}
