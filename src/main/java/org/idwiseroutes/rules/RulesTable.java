package org.idwiseroutes.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables {@code rules_version}, {@code rules_text} and {@code rules_run}. */
@Component
class RulesTable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Clock clock;

  RulesTable(JdbcClient jdbc, NoArgGenerator ids, Clock clock) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
  }

  /** Keeps a content, or takes note that it is still run; answers its number. */
  int store(RulesContent content, String product) {
    Instant now = clock.instant();
    Map<String, String> hashes = new TreeMap<>();
    content.files().forEach((name, text) -> hashes.put(name, DigestUtils.sha256Hex(text)));
    content.files().forEach((name, text) -> keep(hashes.get(name), text, now));
    String hash = content.hash(product);
    jdbc.sql(
            """
            INSERT INTO rules_version (hash, product, files, settings, first_at, last_at)
            VALUES (:hash, :product, :files, :settings, :now, :now) ON CONFLICT DO NOTHING
            """)
        .param("hash", hash)
        .param("product", product)
        .param("files", write(hashes))
        .param("settings", write(content.settings()))
        .param("now", SqlTime.of(now))
        .update();
    jdbc.sql("UPDATE rules_version SET last_at = :now WHERE hash = :hash")
        .param("now", SqlTime.of(now))
        .param("hash", hash)
        .update();
    return jdbc.sql("SELECT id FROM rules_version WHERE hash = :hash")
        .param("hash", hash)
        .query(Integer.class)
        .single();
  }

  private void keep(String hash, String text, Instant now) {
    int known =
        jdbc.sql("UPDATE rules_text SET used_at = :now WHERE hash = :hash")
            .param("now", SqlTime.of(now))
            .param("hash", hash)
            .update();
    if (known == 0) {
      jdbc.sql(
              """
              INSERT INTO rules_text (hash, text, used_at) VALUES (:hash, :text, :now)
              ON CONFLICT DO NOTHING
              """)
          .param("hash", hash)
          .param("text", text)
          .param("now", SqlTime.of(now))
          .update();
    }
  }

  /** A node has begun to run a version. */
  void begun(int version, String node, String origin) {
    jdbc.sql(
            """
            INSERT INTO rules_run (id, version, at, node, origin)
            VALUES (:id, :version, :at, :node, :origin)
            """)
        .param("id", ids.generate())
        .param("version", version)
        .param("at", SqlTime.of(clock.instant()))
        .param("node", node)
        .param("origin", origin)
        .update();
  }

  Optional<RulesVersion> find(int id) {
    return jdbc.sql("SELECT * FROM rules_version WHERE id = :id")
        .param("id", id)
        .query(RulesTable::read)
        .optional();
  }

  /** What stood in it; empty when there is no such version any more. */
  Optional<RulesContent> content(int id) {
    return find(id)
        .map(
            version -> {
              Map<String, String> texts = new HashMap<>();
              jdbc.sql("SELECT hash, text FROM rules_text WHERE hash = ANY(:hashes)")
                  .param("hashes", SqlArrays.ofTexts(version.files().values().stream()))
                  .query(
                      row -> {
                        texts.put(row.getString("hash"), row.getString("text"));
                      });
              Map<String, String> files = new TreeMap<>(version.files());
              files.replaceAll((name, hash) -> texts.get(hash));
              return new RulesContent(files, version.settings());
            });
  }

  /** The latest runs, the newest first. */
  List<RulesRun> runs(int limit) {
    return jdbc.sql(
            """
            SELECT id, version, at, node, origin FROM rules_run ORDER BY at DESC, id DESC
            LIMIT :limit
            """)
        .param("limit", limit)
        .query(
            (row, number) ->
                new RulesRun(
                    row.getObject("id", UUID.class),
                    row.getInt("version"),
                    SqlTime.get(row, "at"),
                    row.getString("node"),
                    row.getString("origin")))
        .list();
  }

  /** Forgets versions that no node has run since then, and what only they had. */
  void forget(Instant before) {
    jdbc.sql("DELETE FROM rules_version WHERE last_at < :before")
        .param("before", SqlTime.of(before))
        .update();
    jdbc.sql(
            """
            DELETE FROM rules_run WHERE NOT EXISTS (
              SELECT 1 FROM rules_version kept WHERE kept.id = rules_run.version)
            """)
        .update();
    jdbc.sql("DELETE FROM rules_text WHERE used_at < :before")
        .param("before", SqlTime.of(before))
        .update();
  }

  private static RulesVersion read(ResultSet row, int number) throws SQLException {
    return new RulesVersion(
        row.getInt("id"),
        row.getString("hash"),
        row.getString("product"),
        SqlTime.get(row, "first_at"),
        SqlTime.get(row, "last_at"),
        parse(row.getString("files")),
        parse(row.getString("settings")));
  }

  private static Map<String, String> parse(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table rules_version holds what was written here", e);
    }
  }

  private static String write(Map<String, String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Names and texts can be written", e);
    }
  }
}
