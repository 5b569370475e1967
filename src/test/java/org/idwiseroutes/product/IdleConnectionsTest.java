package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A CRM that closes connections soon: no attempt fails of it. */
class IdleConnectionsTest extends ProductTest {

  private static final int IDLE_MILLIS = 200;

  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void aConnectionThatTheCrmHasClosedIsNotUsedAgain() throws Exception {
    try (ServerSocket listening = new ServerSocket(0);
        Product own =
            Product.start(
                Database.H2.url(), "crm.url=http://localhost:" + listening.getLocalPort())) {
      Thread server = new Thread(() -> accept(listening), "crm");
      server.setDaemon(true);
      server.start();
      use(own);
      for (int i = 0; i < 5; i++) {
        int before = closed.get();
        String id = own.accept(finished("j" + i, "r" + i, "Complete"));
        awaitStatus(id, "crm", "delivered");
        assertThat(own.delivery(id, "crm").path("attempts").asInt()).isEqualTo(1);
        await().until(() -> closed.get() > before);
      }
    }
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        socket.setSoTimeout(IDLE_MILLIS);
        serve(socket);
      } catch (SocketTimeoutException idle) {
        closed.incrementAndGet();
      } catch (IOException gone) {
        // the client has closed it, or the test is over
      }
    }
  }

  private static void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    int length = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      } else if (line.isEmpty()) {
        in.skip(length);
        socket
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII));
      }
    }
  }
}
