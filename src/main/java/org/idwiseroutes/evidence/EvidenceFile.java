package org.idwiseroutes.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.proof.Receipts;
import org.idwiseroutes.rules.RulesHistory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Makes the zip of a person's evidence: a report for people, the same as JSON, the seals, the rules
 * that decided, and a list of all files with their hashes.
 */
@Component
public class EvidenceFile {

  static final String EVIDENCE = "evidence.json";
  static final String SEALS = "seals.json";
  static final String MANIFEST = "manifest.json";

  private final Gathering gathering;
  private final RulesHistory rules;
  private final Receipts receipts;
  private final ITemplateEngine templates;
  private final Audit audit;
  private final ObjectMapper json;

  EvidenceFile(
      Gathering gathering,
      RulesHistory rules,
      Receipts receipts,
      ITemplateEngine templates,
      Audit audit,
      ObjectMapper json) {
    this.gathering = gathering;
    this.rules = rules;
    this.receipts = receipts;
    this.templates = templates;
    this.audit = audit;
    this.json = json;
  }

  /**
   * Makes it; the audit has who has.
   *
   * @throws ResponseStatusException 404 when nothing is known of the person
   */
  public byte[] of(String source, String reference, Actor actor) {
    Gathering.Gathered gathered = gathering.of(source, reference, actor.name());
    audit.record(actor, "make evidence", source + "/" + Masks.of(reference), null);
    Map<String, byte[]> files = new LinkedHashMap<>();
    Context context = new Context(Locale.ROOT);
    context.setVariable("evidence", gathered.evidence());
    context.setVariable("seals", gathered.seals());
    files.put("report.html", bytes(templates.process("evidence/report", context)));
    files.put(EVIDENCE, pretty(gathered.evidence()));
    files.put(SEALS, pretty(gathered.seals()));
    gathered.evidence().events().stream()
        .map(Evidence.EventPart::rules)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(version -> addRules(version, files));
    files.put(MANIFEST, manifest(files));
    return zip(files);
  }

  private void addRules(int version, Map<String, byte[]> files) {
    try {
      rules
          .texts(version)
          .forEach((name, text) -> files.put("rules/%d/%s".formatted(version, name), bytes(text)));
      if (VisibleSources.limited().isEmpty()) {
        files.put(
            "rules/%d/settings.json".formatted(version), pretty(rules.view(version).settings()));
      }
    } catch (ResponseStatusException noLongerKept) {
      files.put(
          "rules/%d/missing.txt".formatted(version),
          bytes("This version of the rules is no longer kept.\n"));
    }
  }

  private byte[] manifest(Map<String, byte[]> files) {
    ObjectNode manifest = json.createObjectNode();
    ObjectNode hashes = manifest.putObject("files");
    files.forEach((name, content) -> hashes.put(name, DigestUtils.sha256Hex(content)));
    manifest.put("keyed", receipts.areKeyed());
    manifest.put("receipt", receipts.ofText(hashes.toString()));
    return pretty(manifest);
  }

  private byte[] pretty(Object value) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException("Evidence can be written as JSON", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A zip can be made in memory", e);
    }
    return bytes.toByteArray();
  }
}
