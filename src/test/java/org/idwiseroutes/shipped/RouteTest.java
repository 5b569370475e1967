package org.idwiseroutes.shipped;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.idwiseroutes.IdwiseRoutes;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * A test of one route of {@code src/test/routes}: the product runs with all its beans, on a
 * database in memory, and Camel's advice puts a {@code direct:} endpoint in the place of where the
 * route takes from, and {@code mock:} in the place of what it calls. One start serves all such
 * classes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CamelSpringBootTest
@SpringBootTest(
    classes = IdwiseRoutes.class,
    webEnvironment = WebEnvironment.DEFINED_PORT,
    properties = {
      "idwise.webhook.port=0",
      "idwise.ops.port=0",
      "idwise.ops.probe-port=0",
      "idwise.shutdown.drain=0s",
      "idwise.routes.check-at-start=false",
      "idwise.sources.live.basic.username=live-user",
      "idwise.sources.live.basic.password=live-password",
      "spring.datasource.url=jdbc:h2:mem:routes;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
      "spring.datasource.username=sa",
      "crm.url=http://crm.invalid",
      "ticketing.url=http://desk.invalid",
      "email.compliance=compliance@example.com"
    })
@interface RouteTest {}
