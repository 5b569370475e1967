package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Both ports with TLS of their own. */
class TlsTest {

  @TempDir private Path folder;

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void bothPortsSpeakTlsAloneAndTakeANewCertificateOver(CapturedOutput output) throws Exception {
    Path key = folder.resolve("tls.key");
    Path certificate = folder.resolve("tls.crt");
    KeyStore first = Certificates.create(folder, "first");
    Certificates.writePem(first, key, certificate);
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "spring.ssl.bundle.pem.door.keystore.certificate=file:" + certificate,
            "spring.ssl.bundle.pem.door.keystore.private-key=file:" + key,
            "spring.ssl.bundle.pem.door.reload-on-update=true",
            "spring.ssl.bundle.pem.door.keystore.verify-keys=true",
            "spring.ssl.bundle.watch.file.quiet-period=200ms",
            "idwise.webhook.ssl-bundle=door",
            "idwise.ops.ssl-bundle=door")) {
      for (int port : new int[] {product.publicPort(), product.opsPort()}) {
        assertThat(name(port)).isEqualTo("CN=first");
        assertThat(plain(port)).doesNotContain("200");
      }
      assertThat(event(product.publicPort())).contains("accepted");

      KeyStore second = Certificates.create(folder, "second");
      Certificates.writePem(second, key, folder.resolve("later.crt"));
      Awaitility.await().until(() -> output.getOut().contains("Unexpected SSL reload error"));
      for (int port : new int[] {product.publicPort(), product.opsPort()}) {
        assertThat(name(port)).isEqualTo("CN=first");
      }

      Certificates.writePem(second, key, certificate);
      for (int port : new int[] {product.publicPort(), product.opsPort()}) {
        // No handshake of the many that fall into the change fails.
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .atMost(Duration.ofSeconds(20))
            .until(() -> name(port).equals("CN=second"));
      }
      assertThatThrownBy(() -> connect(product.publicPort(), "TLSv1.1").startHandshake())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theOptionsOfABundleHoldOnBothPortsAndOneMayAskForACertificate() throws Exception {
    Path key = folder.resolve("options.key");
    Path certificate = folder.resolve("options.crt");
    Certificates.writePem(Certificates.create(folder, "options"), key, certificate);
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "spring.ssl.bundle.pem.door.keystore.certificate=file:" + certificate,
            "spring.ssl.bundle.pem.door.keystore.private-key=file:" + key,
            "spring.ssl.bundle.pem.door.truststore.certificate=file:" + certificate,
            "spring.ssl.bundle.pem.door.options.enabled-protocols=TLSv1.3",
            "idwise.webhook.ssl-bundle=door",
            "idwise.ops.ssl-bundle=door",
            "idwise.ops.client-auth=need")) {
      for (int port : new int[] {product.publicPort(), product.opsPort()}) {
        assertThatThrownBy(() -> connect(port, "TLSv1.2").startHandshake())
            .isInstanceOf(IOException.class);
      }
      assertThat(name(product.publicPort())).isEqualTo("CN=options");
      assertThatThrownBy(() -> exchange(connect(product.opsPort(), "TLSv1.3"), "{}"))
          .isInstanceOf(IOException.class);
    }
  }

  private static String name(int port) throws Exception {
    try (SSLSocket socket = connect(port, "TLSv1.3")) {
      socket.startHandshake();
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static String event(int port) throws Exception {
    String body = "{\"event\":\"Finished Journey\",\"body\":{\"journeyId\":\"tls\"}}";
    try (SSLSocket socket = connect(port, "TLSv1.2")) {
      return exchange(socket, body);
    }
  }

  private static String plain(int port) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      return exchange(socket, "{}");
    }
  }

  private static String exchange(Socket socket, String body) throws IOException {
    OutputStream out = socket.getOutputStream();
    String request =
        "POST /webhooks/idwise/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(Product.basic("live-user:live-päss:word"), body.length(), body);
    out.write(request.getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static SSLSocket connect(int port, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  /** The test looks at the certificate itself. */
  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
