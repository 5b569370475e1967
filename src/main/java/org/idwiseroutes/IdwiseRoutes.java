package org.idwiseroutes;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.idwiseroutes.cli.Commands;
import org.idwiseroutes.database.DatabaseClock;
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

  /** Runs a node, or the command that is asked for; {@code --help} tells which there are. */
  public static void main(String[] args) {
    AtomicBoolean started = new AtomicBoolean();
    int code =
        new Commands(IdwiseRoutes.class, System.out, System.err)
            .run(
                args,
                settings -> {
                  OutOfMemory.endsTheNode();
                  SpringApplication.run(IdwiseRoutes.class, settings);
                  started.set(true);
                });
    if (!started.get()) {
      System.exit(code);
    }
  }

  /** The one clock of the application. */
  @Bean
  DatabaseClock clock() {
    return new DatabaseClock();
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
