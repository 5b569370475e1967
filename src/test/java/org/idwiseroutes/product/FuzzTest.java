package org.idwiseroutes.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Requests made of the samples and broken, with well-formed events among them: 2,000 in {@code
 * verify}, 40,000 with {@code -Pfull}. {@code -Dfuzz.inputs} and {@code -Dfuzz.seed} make more and
 * others.
 */
class FuzzTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 5_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
  private static final int SENDERS = 8;
  private static final int WELL_FORMED = 10;

  /** After its answer, a 404, the server closes the connection. */
  private static final byte[] LAST =
      "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);

  private static final String LOGIN = Product.basic("live-user:live-päss:word");

  /** What HTTP itself demands for a protocol that is not spoken here (RFC 9110, 15.6). */
  private static final Set<Integer> ALLOWED_5XX = Set.of(501, 505);

  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  @Test
  void noInputBreaksTheEntranceAndNoEventIsLostAmongThem() throws Exception {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.trusted-proxies=127.0.0.1,::1",
            "idwise.webhook.body-timeout=1s",
            "idwise.webhook.head-timeout=1s",
            "logging.level.org.idwiseroutes.webhook=ERROR")) {
      for (String destination : List.of("crm", "email", "ticketing")) {
        ProductTest.await()
            .until(
                () ->
                    product.operate("/api/destinations/" + destination + "/pause", null).status()
                        == 200);
      }
      List<String> samples = Fuzz.samples(Path.of("samples"));
      ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
      List<Callable<List<String>>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int sender = i;
        work.add(() -> send(product.publicPort(), sender, new Fuzz(SEED + sender, samples, LOGIN)));
      }
      List<String> wellFormed = new ArrayList<>();
      for (Future<List<String>> sent : senders.invokeAll(work)) {
        wellFormed.addAll(sent.get());
      }
      senders.shutdown();

      assertThat(complaints).isEmpty();
      assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum())
          .isGreaterThanOrEqualTo(INPUTS);
      assertThat(new TreeMap<>(statuses)).containsKeys(200, 400, 401, 404, 405);
      ProductTest.await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () ->
                  count(product, "delivery WHERE destination='decide' AND status='pending'") == 0);
      assertThat(count(product, "delivery WHERE destination='decide' AND status='dead'")).isZero();
      assertThat(
              product
                  .jdbc()
                  .sql("SELECT event_key FROM event WHERE state='decided' AND reference_no='fuzz'")
                  .query(String.class)
                  .set())
          .containsAll(wellFormed);
    }
  }

  private static int count(Product product, String what) {
    return product.jdbc().sql("SELECT COUNT(*) FROM " + what).query(Integer.class).single();
  }

  /** Sends its share and answers the ids of the well-formed events that were answered 200. */
  private List<String> send(int port, int sender, Fuzz fuzz) throws IOException {
    List<String> wellFormed = new ArrayList<>();
    for (int i = 0; i < INPUTS / SENDERS; i++) {
      boolean good = i % WELL_FORMED == 0;
      String id = "well-%d-%d".formatted(sender, i);
      byte[] request = good ? fuzz.wellFormed(id) : fuzz.next();
      String answer = exchange(port, request);
      check(answer, request);
      if (good) {
        if (!answer.startsWith("HTTP/1.1 200") || !answer.contains("accepted")) {
          complain("well-formed, and answered " + answer);
        }
        wellFormed.add(id);
      }
    }
    return wellFormed;
  }

  /** No status comes where no HTTP came, and in HTTP/0.9. */
  private void check(String answer, byte[] request) {
    int status = answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    statuses.merge(status, 1, Integer::sum);
    boolean broken = status >= 500 && !ALLOWED_5XX.contains(status);
    if (broken || answer.contains("Exception") || answer.contains("\tat ")) {
      complain(answer + "\nto\n" + new String(request, ISO_8859_1));
    }
  }

  private void complain(String complaint) {
    synchronized (complaints) {
      if (complaints.size() < 10) {
        complaints.add(complaint);
      }
    }
  }

  private static String exchange(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(request);
        socket.getOutputStream().write(LAST);
      } catch (SocketException answeredBefore) {
        // and closed; the answer may be there
      }
      InputStream in = socket.getInputStream();
      try {
        return new String(in.readAllBytes(), ISO_8859_1);
      } catch (SocketException reset) {
        return "";
      }
    }
  }
}
