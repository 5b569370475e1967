package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code smtp.starttls=true} no mail leaves by another way than a verified one. */
class MailTlsTest {

  @TempDir private Path folder;

  @Test
  void aServerWithoutTlsGetsNoMail() throws Exception {
    try (SmtpServer server = new SmtpServer(null)) {
      assertThat(lastError(server, "true")).contains("STARTTLS");
      assertThat(server.commands).contains("EHLO").doesNotContain("MAIL");
    }
  }

  @Test
  void aServerWhoseCertificateNobodySignedGetsNoMail() throws Exception {
    try (SmtpServer server = new SmtpServer(Certificates.create(folder, "mail"))) {
      assertThat(lastError(server, "true")).containsIgnoringCase("certif");
      assertThat(server.commands).contains("STARTTLS").doesNotContain("MAIL");
    }
  }

  @Test
  void withoutTlsTheSameServerGetsIt() throws Exception {
    try (SmtpServer server = new SmtpServer(null)) {
      assertThat(lastError(server, "false")).isNotEmpty();
      assertThat(server.commands).contains("MAIL");
    }
  }

  private static String lastError(SmtpServer server, String starttls) {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(), "smtp.port=" + server.port(), "smtp.starttls=" + starttls)) {
      String id =
          product.accept(
              ProductTest.event(
                  "KYC Renewal Deadline Exceeded",
                  Map.of(
                      "eventId", UUID.randomUUID().toString(),
                      "journeyId", "tls",
                      "referenceNo", "tls")));
      ProductTest.await().until(() -> product.statuses(id).containsKey("email"));
      ProductTest.await()
          .until(() -> !product.delivery(id, "email").path("lastError").asText("").isEmpty());
      JsonNode delivery = product.delivery(id, "email");
      return delivery.path("lastError").asText();
    }
  }

  /** Offers STARTTLS when it has a key, and takes no mail to its end. */
  private static final class SmtpServer implements AutoCloseable {

    final List<String> commands = new CopyOnWriteArrayList<>();
    private final ServerSocket listening = new ServerSocket(0);
    private final SSLContext tls;

    SmtpServer(KeyStore key) throws IOException, GeneralSecurityException {
      tls = key == null ? null : context(key);
      Thread thread = new Thread(this::accept, "smtp");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }

    private void accept() {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          say(socket, "220 test");
          serve(socket);
        } catch (IOException gone) {
          commands.add("GONE");
        }
      }
    }

    private void serve(Socket socket) throws IOException {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.split("[ :]")[0].toUpperCase(java.util.Locale.ROOT);
        commands.add(command);
        switch (command) {
          case "EHLO" -> say(socket, tls == null ? "250 test" : "250-test\r\n250 STARTTLS");
          case "STARTTLS" -> {
            say(socket, "220 go on");
            SSLSocket secure =
                (SSLSocket)
                    tls.getSocketFactory()
                        .createSocket(socket, "localhost", socket.getPort(), true);
            secure.setUseClientMode(false);
            serve(secure);
            return;
          }
          default -> say(socket, "451 not now");
        }
      }
    }

    private static void say(Socket socket, String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static SSLContext context(KeyStore key) throws GeneralSecurityException {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(key, Certificates.PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    }
  }
}
