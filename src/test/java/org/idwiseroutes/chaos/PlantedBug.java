package org.idwiseroutes.chaos;

import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.idwiseroutes.log.KafkaClients;
import org.idwiseroutes.log.OffsetBeforeEvent;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A bug planted between a node and its database, to see that the audit finds it: a further source
 * of the application, with {@code --chaos.bug=no-fencing}, {@code key-before-event} or {@code
 * offset-before-event}.
 */
public class PlantedBug {

  @Bean
  NamedParameterJdbcTemplate planted(DataSource database, Environment environment) {
    return switch (environment.getRequiredProperty("chaos.bug")) {
      case "no-fencing" -> new NoFencing(database);
      case "key-before-event" -> new KeyBeforeEvent(database);
      default -> new NamedParameterJdbcTemplate(database);
    };
  }

  @Bean
  @Primary
  @ConditionalOnProperty(name = "chaos.bug", havingValue = "offset-before-event")
  KafkaClients plantedClients(Environment environment) {
    return new OffsetBeforeEvent(environment);
  }

  /** Ends a delivery whoever holds its latest claim. */
  private static final class NoFencing extends NamedParameterJdbcTemplate {

    private static final String ENDING = "UPDATE delivery SET status = :status";

    private static final Pattern FENCE =
        Pattern.compile("AND fence = :fence\\s+AND COALESCE\\(status, ''\\) = 'pending'");

    NoFencing(DataSource database) {
      super(database);
    }

    @Override
    public int[] batchUpdate(String sql, SqlParameterSource[] rows) {
      if (!sql.contains(ENDING)) {
        return super.batchUpdate(sql, rows);
      }
      String unfenced = FENCE.matcher(sql).replaceFirst("");
      if (unfenced.equals(sql)) {
        throw new IllegalStateException("The fence is written otherwise now: " + sql);
      }
      return super.batchUpdate(unfenced, rows);
    }
  }

  /** Commits what repeats are recognised by before what is to be done. */
  private static final class KeyBeforeEvent extends NamedParameterJdbcTemplate {

    /** So long that every kill of a busy node falls into it. */
    private static final Duration BETWEEN = Duration.ofMillis(400);

    private final TransactionTemplate own;

    KeyBeforeEvent(DataSource database) {
      super(database);
      own = new TransactionTemplate(new JdbcTransactionManager(database));
      own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public int update(String sql, SqlParameterSource rows, KeyHolder keys, String[] names) {
      if (!sql.contains("INSERT INTO event")) {
        throw new IllegalStateException("Events are stored otherwise now: " + sql);
      }
      int inserted = own.execute(status -> super.update(sql, rows, keys, names));
      Pace.last(BETWEEN);
      return inserted;
    }
  }
}
