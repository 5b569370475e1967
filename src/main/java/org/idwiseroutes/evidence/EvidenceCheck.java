package org.idwiseroutes.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.proof.KeptHead;
import org.idwiseroutes.proof.Receipts;
import org.idwiseroutes.proof.Seal;

/** Tells whether a zip of evidence is as it was made, without any database. */
public final class EvidenceCheck {

  private static final int LARGEST_FILE = 200_000_000;

  private final ObjectMapper json = new ObjectMapper().findAndRegisterModules();
  private final Receipts receipts;
  private final Map<String, KeptHead> heads;
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> findings = new ArrayList<>();

  /**
   * Checks with these.
   *
   * @param heads heads that were kept elsewhere, by kind, a blank and number
   */
  public EvidenceCheck(Receipts receipts, Map<String, KeptHead> heads) {
    this.receipts = receipts;
    this.heads = heads;
  }

  /**
   * What is wrong, in words; empty when nothing is.
   *
   * @throws IOException when it is no zip of evidence
   */
  public List<String> check(Path file) throws IOException {
    read(file);
    JsonNode manifest = json.readTree(file(EvidenceFile.MANIFEST));
    JsonNode hashes = manifest.path("files");
    hashes
        .properties()
        .forEach(
            one -> {
              byte[] content = files.get(one.getKey());
              if (content == null) {
                findings.add(one.getKey() + " was removed");
              } else if (!DigestUtils.sha256Hex(content).equals(one.getValue().asText())) {
                findings.add(one.getKey() + " was changed");
              }
            });
    files.keySet().stream()
        .filter(name -> !name.equals(EvidenceFile.MANIFEST) && !hashes.has(name))
        .sorted()
        .forEach(name -> findings.add(name + " was put in"));
    JsonNode evidence = json.readTree(file(EvidenceFile.EVIDENCE));
    boolean keyed = evidence.path("keyed").asBoolean();
    boolean canCheck = keyed == receipts.areKeyed();
    if (!canCheck) {
      findings.add(
          keyed
              ? "the receipts were made with a key: set idwise.evidence.key to the key of then"
              : "the receipts were made without a key: leave idwise.evidence.key empty");
    } else if (!manifest.path("receipt").asText().equals(receipts.ofText(hashes.toString()))) {
      findings.add("manifest.json was changed, or it was made with another key");
    }
    Map<String, Seal> seals = new HashMap<>();
    for (JsonNode node : json.readTree(file(EvidenceFile.SEALS))) {
      Seal seal = json.treeToValue(node, Seal.class);
      seals.put(seal.kind() + " " + seal.number(), seal);
      sealed(seal);
    }
    String source = evidence.path("source").asText();
    evidence.path("events").forEach(event -> event(source, event, seals, canCheck));
    evidence.path("acts").forEach(act -> act(act, seals, canCheck));
    return List.copyOf(findings);
  }

  private void read(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        byte[] content = zip.getInputStream(entry).readNBytes(LARGEST_FILE);
        files.put(entry.getName(), content);
      }
    }
  }

  private byte[] file(String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IOException("it has no " + name + ", so it is no evidence of idwise-routes");
    }
    return content;
  }

  private void sealed(Seal seal) {
    String name = "seal %d of %s".formatted(seal.number(), seal.kind());
    if (!seal.head().equals(seal.computedHead())) {
      findings.add(name + " was changed: its head is not that of its content");
    }
    KeptHead known = heads.get(seal.kind() + " " + seal.number());
    if (known == null && !heads.isEmpty()) {
      findings.add(name + " has no head among those that were kept");
    }
    if (known != null && !known.head().equals(seal.head())) {
      findings.add(name + " has another head than was written out");
    }
  }

  private void event(String source, JsonNode event, Map<String, Seal> seals, boolean canCheck) {
    String name = "the event " + event.path("id").asText();
    String payload = event.path("payload").asText();
    if (!DigestUtils.sha256Hex(payload).equals(event.path("payloadSha256").asText())) {
      findings.add(name + " was changed: its payload has another hash");
    }
    String content =
        receipts.ofEvent(
            UUID.fromString(event.path("id").asText()),
            source,
            Instant.parse(event.path("receivedAt").asText()),
            event.path("authenticatedAs").asText(null),
            payload);
    receipt(name, event.path("id").asText(), event, "event", content, seals, canCheck);
  }

  private void act(JsonNode one, Map<String, Seal> seals, boolean canCheck) {
    JsonNode act = one.path("act");
    String name = "the act " + act.path("id").asText();
    String content =
        receipts.ofAct(
            UUID.fromString(act.path("id").asText()),
            Instant.parse(act.path("at").asText()),
            act.path("operator").asText(null),
            act.path("address").asText(null),
            act.path("action").asText(null),
            act.path("subject").asText(null),
            act.path("detail").asText(null),
            act.path("reason").asText(null));
    receipt(name, act.path("id").asText(), one, "audit", content, seals, canCheck);
  }

  private void receipt(
      String name,
      String id,
      JsonNode row,
      String kind,
      String content,
      Map<String, Seal> seals,
      boolean canCheck) {
    String receipt = row.path("receipt").asText(null);
    if (receipt == null) {
      findings.add(name + " has no receipt: an earlier version of the program stored it");
      return;
    }
    boolean same =
        receipt.equals(content)
            || receipts.ofRewritten(receipt, content).equals(row.path("rewritten").asText(null));
    if (canCheck && !same) {
      findings.add(name + " was changed: its content is not that of its receipt");
    }
    if (row.path("seal").isNumber()) {
      Seal seal = seals.get(kind + " " + row.path("seal").asLong());
      if (seal == null || !receipt.equals(seal.receipts().get(id))) {
        findings.add(name + " was changed: its seal has not this receipt");
      }
    }
  }
}
