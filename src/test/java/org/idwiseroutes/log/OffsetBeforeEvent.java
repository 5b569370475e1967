package org.idwiseroutes.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.awaitility.Awaitility;
import org.springframework.core.env.Environment;

/** A planted bug: what is read counts as read before it is stored. */
public final class OffsetBeforeEvent extends KafkaClients {

  /** So long that every kill of a busy node falls into it. */
  private static final Duration BETWEEN = Duration.ofMillis(400);

  /** Reads the settings {@code kafka.*}. */
  public OffsetBeforeEvent(Environment settings) {
    super(settings);
  }

  @Override
  @SuppressWarnings("unchecked")
  Consumer<String, byte[]> consumer(String group, int most) {
    Consumer<String, byte[]> real = super.consumer(group, most);
    return (Consumer<String, byte[]>)
        Proxy.newProxyInstance(
            Consumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(real, arguments);
                if (answer instanceof ConsumerRecords<?, ?> records && !records.isEmpty()) {
                  real.commitSync();
                  Awaitility.await()
                      .pollInSameThread()
                      .pollDelay(BETWEEN)
                      .atMost(BETWEEN.plusMinutes(1))
                      .until(() -> true);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
