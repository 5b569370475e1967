package org.idwiseroutes;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The application: receives IDWise's webhooks once, decides, delivers. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IdwiseRoutes {

  public static void main(String[] args) {
    SpringApplication.run(IdwiseRoutes.class, args);
  }

  /** UTC, in steps of one microsecond: what both databases store without rounding. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  /**
   * Identities of events and deliveries: UUID version 7, so that new rows are neighbours in the
   * index. Order is never read from them.
   */
  @Bean
  NoArgGenerator ids() {
    return Generators.timeBasedEpochRandomGenerator();
  }
}
