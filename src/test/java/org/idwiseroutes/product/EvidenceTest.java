package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.idwiseroutes.evidence.EvidenceCheck;
import org.idwiseroutes.proof.ChainCheck;
import org.idwiseroutes.proof.KeptHead;
import org.idwiseroutes.proof.Receipts;
import org.junit.jupiter.api.io.TempDir;

/** What was stored can be shown to be as it was, and what was changed by hand is named. */
class EvidenceTest extends ProductTest {

  private static final String KEY = "a-key-of-receipts-that-is-long-enough";

  @TempDir Path folder;

  private Product start(Database database, String key) {
    return Product.start(
        database.url(),
        "idwise.evidence.key=" + key,
        "idwise.evidence.seal-interval=200ms",
        "idwise.evidence.heads-file=" + folder.resolve("heads"));
  }

  @OnEveryDatabase
  void whatIsChangedRemovedOrPutInByHandIsNamed(Database database) {
    try (Product own = start(database, KEY)) {
      use(own);
      String changed = product.accept(finished("j1", "r1", "Refer"));
      String removed = product.accept(finished("j2", "r2", "Complete"));
      String kept = product.accept(reviewed("j3", "r3", "Rejected"));
      List.of(changed, removed, kept).forEach(one -> awaitAll(one, "delivered"));
      product.operate("/api/destinations/email/pause?reason=first", null);
      product.operate("/api/destinations/crm/pause?reason=second", null);
      await().until(() -> sealed("event") >= 3 && sealed("audit") >= 1);
      assertThat(look().findings()).isEmpty();
      assertThat(look().rows()).isGreaterThanOrEqualTo(4);

      sql(
          "UPDATE event SET payload = REPLACE(payload, 'Refer', 'Complete') WHERE id = :id",
          changed);
      assertThat(look().findings())
          .containsExactly(
              "the event %s was changed: its content is not that of its receipt"
                  .formatted(changed));
      sql(
          "UPDATE event SET payload = REPLACE(payload, 'Complete', 'Refer') WHERE id = :id",
          changed);
      assertThat(look().findings()).isEmpty();

      sql("UPDATE event SET received_at = received_at + INTERVAL '1' HOUR WHERE id = :id", kept);
      assertThat(look().findings()).singleElement().asString().contains(kept);
      sql("UPDATE event SET received_at = received_at - INTERVAL '1' HOUR WHERE id = :id", kept);

      sql("UPDATE event SET authenticated_as = 'somebody' WHERE id = :id", kept);
      assertThat(look().findings()).singleElement().asString().contains(kept);
      String receipt = new Receipts("").ofText("anything");
      sql("UPDATE event SET receipt = '%s' WHERE id = :id".formatted(receipt), kept);
      assertThat(look().findings()).singleElement().asString().contains("not the one");
      sql("DELETE FROM event WHERE id = :id", removed);
      assertThat(look().findings())
          .contains("the event %s was removed: a seal has it".formatted(removed));

      String putIn = UUID.randomUUID().toString();
      sql(
          """
          INSERT INTO event (id, source, event_key, event, payload, state, received_at)
          VALUES (:id, 'live', 'by hand', 'Finished Journey', '{}', 'decided', CURRENT_TIMESTAMP)
          """,
          putIn);
      assertThat(look().findings()).anyMatch(one -> one.contains(putIn + " has no receipt"));

      product.jdbc().sql("UPDATE audit SET operator = 'mallory' WHERE subject = 'email'").update();
      assertThat(look().findings()).anyMatch(one -> one.startsWith("the act "));
      product.jdbc().sql("UPDATE rules_text SET text = text || ' '").update();
      assertThat(look().findings()).anyMatch(one -> one.startsWith("a text of the rules"));
      product.jdbc().sql("UPDATE seal SET entries = '' WHERE kind = 'audit'").update();
      assertThat(look().findings()).anyMatch(one -> one.startsWith("seal 1 of audit was changed"));
      product.jdbc().sql("DELETE FROM seal WHERE kind = 'audit'").update();
      assertThat(look(Map.of("audit 1", new KeptHead(Instant.now(), "anything"))).findings())
          .contains("seal audit 1 is not there, and its head was written out");
      await().until(() -> Files.exists(folder.resolve("heads")));
    }
  }

  @OnEveryDatabase
  void whatIsErasedByRightIsNoFinding(Database database) {
    try (Product own = start(database, "")) {
      use(own);
      String gone = product.accept(finished("j1", "irmgard", "Refer"));
      awaitAll(gone, "delivered");
      product.get("/api/events/" + gone);
      product.operate("/api/events/" + gone + "/redecide?reason=about+irmgard", null);
      product.post(
          Product.json(Map.of("Event", "Finished Journey", "Body", Map.of("journeyId", "j9"))));
      String test = product.get("/api/events?state=test").json().at("/items/0/id").asText();
      await().until(() -> sealed("event") >= 2 && sealed("audit") >= 1);
      assertThat(
              product
                  .send(
                      product
                          .ops("/api/persons/live?reference=irmgard&reason=asked")
                          .DELETE()
                          .build())
                  .status())
          .isEqualTo(200);
      product.operate("/api/events/" + test + "/replay?reason=real", null);
      await().until(() -> sealed("audit") >= 3);
      ChainCheck.Found found = look();
      assertThat(found.findings()).isEmpty();
      assertThat(found.rewritten()).isGreaterThanOrEqualTo(2);

      sql("UPDATE event SET payload = '{}' WHERE id = :id", gone);
      assertThat(look().findings()).singleElement().asString().contains(gone);
    }
  }

  /** The last seal stays, however old it is: the next one follows it. */
  @OnEveryDatabase
  void aChainThatWasQuietForMonthsGoesOn(Database database) {
    try (Product own = start(database, KEY)) {
      use(own);
      product.accept(finished("j1", "r1", "Complete"));
      await().until(() -> sealed("event") >= 1);
      String head = ofFirstSeals("head").get(0);
      product.jdbc().sql("UPDATE seal SET at = at - INTERVAL '400' DAY").update();
      product.operate("/api/destinations/email/pause?reason=later", null);
      await().until(() -> sealed("audit") >= 1);
      product.accept(finished("j2", "r2", "Complete"));
      await().until(() -> ofFirstSeals("previous").contains(head));
    }
  }

  private List<String> ofFirstSeals(String column) {
    return product
        .jdbc()
        .sql("SELECT %s FROM seal WHERE kind = 'event' ORDER BY number".formatted(column))
        .query(String.class)
        .list();
  }

  @OnEveryDatabase
  void thePersonsEvidenceCanBeReadAndChecked(Database database) throws Exception {
    try (Product own = start(database, KEY)) {
      use(own);
      String first = product.accept(finished("j1", "anna-0815", "Refer"));
      awaitAll(first, "delivered");
      awaitAll(product.accept(reviewed("j1", "anna-0815", "Approved")), "delivered");
      product.operate("/api/events/" + first + "/redecide?reason=looked+at", null);
      await().until(() -> sealed("event") >= 2 && sealed("audit") >= 1);
      Path zip = folder.resolve("evidence.zip");
      HttpResponse<byte[]> answer = ask(product, "anna-0815");
      assertThat(answer.statusCode()).isEqualTo(200);
      Files.write(zip, answer.body());
      Map<String, String> files = unzip(answer.body());
      assertThat(files)
          .containsKeys("report.html", "evidence.json", "seals.json", "manifest.json")
          .anySatisfy((name, text) -> assertThat(name).endsWith("decide.camel.yaml"));
      assertThat(files.get("report.html"))
          .contains("anna-0815", "Manually Reviewed", "matched", "looked at", "crm", "delivered")
          .contains("basic");
      assertThat(files.get("evidence.json"))
          .contains("payloadSha256", "\"conditionsAreOf\" : \"now\"");
      assertThat(check(zip, KEY)).isEmpty();
      assertThat(check(zip, "")).singleElement().asString().contains("idwise.evidence.key");
      assertThat(check(zip, "another")).isNotEmpty();

      Map<String, String> forged = new LinkedHashMap<>(files);
      forged.put("evidence.json", files.get("evidence.json").replace("Approved", "Rejected"));
      assertThat(check(rezip(forged), KEY))
          .contains("evidence.json was changed")
          .anyMatch(one -> one.startsWith("the event "));
      forged = new LinkedHashMap<>(files);
      forged.put("rules/other.yaml", "x");
      forged.remove("report.html");
      assertThat(check(rezip(forged), KEY))
          .contains("report.html was removed", "rules/other.yaml was put in");

      assertThat(product.get("/console/people/live?reference=anna-0815").body())
          .contains("/api/persons/live/evidence?reference=anna-0815");
      assertThat(product.get("/api/persons/live/evidence?reference=nobody").status())
          .isEqualTo(404);
      assertThat(
              product.get("/api/audit?action=make+evidence").json().at("/items/0/subject").asText())
          .startsWith("live/")
          .doesNotContain("anna-0815");
    }
  }

  private List<String> check(Path zip, String key) throws IOException {
    return new EvidenceCheck(new Receipts(key), Map.of()).check(zip);
  }

  private Path rezip(Map<String, String> files) throws IOException {
    Path zip = Files.createTempFile(folder, "forged", ".zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream made = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        made.putNextEntry(new ZipEntry(file.getKey()));
        made.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        made.closeEntry();
      }
    }
    return zip;
  }

  /** The evidence of a person; the reference as it stands in a URL. */
  static HttpResponse<byte[]> ask(Product product, String reference)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            product.ops("/api/persons/live/evidence?reference=" + reference).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  static Map<String, String> unzip(byte[] bytes) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private ChainCheck.Found look() {
    return look(new HashMap<>());
  }

  private ChainCheck.Found look(Map<String, KeptHead> heads) {
    return new ChainCheck(
            product.jdbc(),
            product.context().getBean(Receipts.class),
            heads,
            Duration.ofDays(30),
            Instant.now())
        .look();
  }

  /** How many rows of this kind stand in seals. */
  private long sealed(String kind) {
    return product
        .jdbc()
        .sql("SELECT entries FROM seal WHERE kind = :kind")
        .param("kind", kind)
        .query(String.class)
        .list()
        .stream()
        .mapToLong(entries -> entries.lines().count())
        .sum();
  }

  private void sql(String statement, String id) {
    assertThat(product.jdbc().sql(statement).param("id", UUID.fromString(id)).update()).isOne();
  }
}
