package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.permanentRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What destinations may do to us. */
class OutgoingTest extends ProductTest {

  @Test
  void redirectsAreNotFollowed() {
    use(Database.H2);
    String elsewhere = World.DESK.baseUrl() + "/stolen";
    for (ResponseDefinitionBuilder redirect :
        List.of(temporaryRedirect(elsewhere), permanentRedirect(elsewhere))) {
      World.CRM.stubFor(any(anyUrl()).willReturn(redirect).atPriority(0));
      String id = product.accept(finished(UUID.randomUUID().toString(), "r", "Complete"));
      awaitStatus(id, "crm", "dead");
      assertThat(product.delivery(id, "crm").path("lastError").asText()).startsWith("HTTP 30");
    }
    assertThat(deskCalls()).isEmpty();
  }

  @Test
  void anAnswerThatIsReadIsReadUpToALimitAlsoWhenItIsPacked() throws IOException {
    use(Database.H2);
    byte[] large = new byte[3 * 1024 * 1024];
    for (ResponseDefinitionBuilder answer :
        List.of(
            aResponse().withStatus(200).withBody(large),
            aResponse().withBody(packed(large)).withHeader("Content-Encoding", "gzip"))) {
      World.DESK.stubFor(any(anyUrl()).willReturn(answer).atPriority(0));
      World.CRM.stubFor(any(anyUrl()).willReturn(answer).atPriority(0));
      String id = product.accept(finished(UUID.randomUUID().toString(), "r", "Refer"));
      awaitStatus(id, "ticketing", "dead");
      assertThat(product.delivery(id, "ticketing").path("lastError").asText())
          .contains("the answer is larger than 1048576 bytes");
      awaitStatus(id, "crm", "delivered");
    }
    World.CRM.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(422).withBody(large)).atPriority(0));
    String refused = product.accept(finished(UUID.randomUUID().toString(), "r", "Complete"));
    awaitStatus(refused, "crm", "dead");
    assertThat(product.delivery(refused, "crm").path("lastError").asText())
        .startsWith("HTTP 422")
        .hasSizeLessThan(10_000);
    World.CRM.stubFor(any(anyUrl()).willReturn(okJson("{}")).atPriority(0));
    awaitAll(product.accept(finished(UUID.randomUUID().toString(), "r", "Complete")), "delivered");
  }

  @Test
  void aServerWhoseCertificateNobodySignedGetsNothing() {
    destinationsSayYes();
    WireMockServer crm =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
    crm.start();
    crm.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    try (Product product =
        Product.start(Database.H2.url(), "crm.url=https://localhost:" + crm.httpsPort())) {
      String id = product.accept(finished("j", "r", "Complete"));
      await().until(() -> "dead".equals(product.statuses(id).get("crm")));
      assertThat(product.delivery(id, "crm").path("lastError").asText()).contains("certification");
      assertThat(crm.getAllServeEvents()).isEmpty();
    } finally {
      crm.stop();
    }
  }

  @Test
  void aDestinationThatAsksForAClientCertificateIsShownOne(@TempDir Path folder) throws Exception {
    destinationsSayYes();
    KeyStore server = Certificates.create(folder, "server");
    KeyStore client = Certificates.create(folder, "client");
    Certificates.writePem(server, folder.resolve("server.key"), folder.resolve("server.crt"));
    Certificates.writePem(client, folder.resolve("client.key"), folder.resolve("client.crt"));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.getCertificate("it"));
    try (OutputStream out = Files.newOutputStream(folder.resolve("trusted.p12"))) {
      trusted.store(out, Certificates.PASSWORD);
    }
    String password = new String(Certificates.PASSWORD);
    WireMockServer crm =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .needClientAuth(true)
                .keystorePath(folder.resolve("server.p12").toString())
                .keystoreType("PKCS12")
                .keystorePassword(password)
                .keyManagerPassword(password)
                .trustStorePath(folder.resolve("trusted.p12").toString())
                .trustStoreType("PKCS12")
                .trustStorePassword(password));
    crm.start();
    crm.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    String bundle = "spring.ssl.bundle.pem.crm.";
    try (Product product =
        Product.start(
            Database.H2.url(),
            "crm.url=https://localhost:" + crm.httpsPort(),
            "http.response-timeout=10000",
            "idwise.outbox.attempt-timeout=20s",
            "idwise.outbox.lease=30s",
            bundle + "keystore.certificate=file:" + folder.resolve("client.crt"),
            bundle + "keystore.private-key=file:" + folder.resolve("client.key"),
            bundle + "truststore.certificate=file:" + folder.resolve("server.crt"),
            "http.ssl-bundle=crm")) {
      String id = product.accept(finished("j", "r", "Complete"));
      await().until(() -> "delivered".equals(product.statuses(id).get("crm")));
      assertThat(crm.getAllServeEvents()).hasSize(1);
    } finally {
      crm.stop();
    }
  }

  @Test
  void noReferenceLeadsToAnotherHost() {
    use(Database.H2);
    List<String> references =
        List.of(
            "@localhost:" + World.DESK.port() + "/x",
            "//localhost:" + World.DESK.port(),
            "http://localhost:" + World.DESK.port() + "/x",
            "x?bridgeEndpoint=true&proxyHost=localhost&proxyPort=" + World.DESK.port(),
            "x#fragment",
            "x\r\nHost: localhost:" + World.DESK.port());
    for (String reference : references) {
      awaitStatus(product.accept(finished(reference, reference, "Complete")), "crm", "delivered");
    }
    assertThat(crmCalls())
        .hasSize(references.size())
        .allMatch(call -> call.getUrl().startsWith("/customers/") && !call.getUrl().contains("?"));
    assertThat(deskCalls()).isEmpty();
  }

  /** Also when a server decodes what it should not, or decodes it twice. */
  @Test
  void noNameLeadsToAnotherPath() {
    use(Database.H2);
    List<String> names =
        List.of(
            ".",
            "..",
            " ..",
            "%2e%2e",
            "%252E%252e",
            "../../admin",
            "..\\admin",
            "a/../b",
            "..;x",
            "x/..;/y",
            "..%2fadmin",
            "..%00x",
            "..?x",
            "%2E");
    for (String name : names) {
      World.CRM.resetRequests();
      String id = product.accept(finished(name, name, "Complete"));
      awaitStatus(id, "crm", "delivered");
      assertThat(crmCalls()).hasSize(1);
      assertThat(crmCalls().get(0).getUrl()).as(name).isEqualTo("/customers/" + id);
    }
    World.CRM.resetRequests();
    awaitStatus(product.accept(finished("j-of-a-person", "..", "Complete")), "crm", "delivered");
    awaitStatus(product.accept(finished("j", "a/b+c@d.e..f", "Complete")), "crm", "delivered");
    assertThat(crmCalls())
        .extracting(LoggedRequest::getUrl)
        .containsExactlyInAnyOrder("/customers/j-of-a-person", "/customers/a%2Fb%2Bc%40d.e..f");
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
