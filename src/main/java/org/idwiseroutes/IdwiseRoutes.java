package org.idwiseroutes;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.idwiseroutes.check.CheckRun;
import org.idwiseroutes.check.CompareRun;
import org.idwiseroutes.doctor.DoctorRun;
import org.idwiseroutes.ops.PasswordHash;
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

  /**
   * Runs the application, or with {@code --hash-password}, {@code --doctor}, {@code --check} or
   * {@code --compare} that command alone.
   */
  public static void main(String[] args) throws IOException {
    if (List.of(args).contains("--hash-password")) {
      System.exit(PasswordHash.run(System.out, System.err));
    }
    if (List.of(args).contains("--doctor")) {
      System.exit(DoctorRun.run(IdwiseRoutes.class, args, System.out));
    }
    if (List.of(args).contains("--check")) {
      System.exit(CheckRun.run(IdwiseRoutes.class, args, System.out));
    }
    if (List.of(args).contains("--compare")) {
      System.exit(CompareRun.run(IdwiseRoutes.class, args, System.out));
    }
    SpringApplication.run(IdwiseRoutes.class, args);
  }

  /** UTC, in steps of one microsecond: what both databases store without rounding. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  /**
   * Identities of events and deliveries: UUID version 7, in the order in which a node makes them,
   * so that new rows are neighbours in the index. Lists are in this order; where order decides, as
   * in a lane, there are numbers of the database's, since the clocks of nodes differ.
   */
  @Bean
  NoArgGenerator ids() {
    return Generators.timeBasedEpochGenerator();
  }
}
