package org.idwiseroutes.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.idwiseroutes.database.SqlTime;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes receipts: 43 characters of Base64url that say what something was when it was stored. With
 * {@code idwise.evidence.key} they are an HMAC-SHA-256, which nobody can make who has only the
 * database; without, a SHA-256.
 */
@Component
public class Receipts {

  private final HmacUtils keyed;

  /**
   * Makes them with this key.
   *
   * @param key empty for none
   */
  @Autowired
  public Receipts(@Value("#{environment['idwise.evidence.key']}") String key) {
    this.keyed = key.isEmpty() ? null : new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key);
  }

  /** Whether nobody who has only the database can make them. */
  public boolean areKeyed() {
    return keyed != null;
  }

  /** Of an event: its payload, when it came, where, and how it was authenticated. */
  public String ofEvent(
      UUID id, String source, Instant receivedAt, String authenticatedAs, String payload) {
    return of(
        "event",
        id.toString(),
        source,
        receivedAt.truncatedTo(ChronoUnit.MICROS).toString(),
        authenticatedAs,
        DigestUtils.sha256Hex(payload));
  }

  /** Of an operator's act. */
  public String ofAct(
      UUID id,
      Instant at,
      String operator,
      String address,
      String action,
      String subject,
      String detail,
      String reason) {
    return of(
        "act",
        id.toString(),
        at.truncatedTo(ChronoUnit.MICROS).toString(),
        operator,
        address,
        action,
        subject,
        detail,
        reason);
  }

  /** Of a row of the table {@code event}, as it stands. */
  public String ofEvent(ResultSet row) throws SQLException {
    return ofEvent(
        row.getObject("id", UUID.class),
        row.getString("source"),
        SqlTime.get(row, "received_at"),
        row.getString("authenticated_as"),
        row.getString("payload"));
  }

  /** Of a row of the table {@code audit}, as it stands. */
  public String ofAct(ResultSet row) throws SQLException {
    return ofAct(
        row.getObject("id", UUID.class),
        SqlTime.get(row, "at"),
        row.getString("operator"),
        row.getString("address"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("detail"),
        row.getString("reason"));
  }

  /**
   * Of something that was changed by right.
   *
   * @param receipt that of what it was
   * @param content the receipt of what it is now
   */
  public String ofRewritten(String receipt, String content) {
    return of("rewritten", receipt, content);
  }

  /** Of a text as a whole. */
  public String ofText(String text) {
    return of("text", text);
  }

  /** Each part with its length before it, so that no two lists of parts are one text. */
  String of(String... parts) {
    StringBuilder all = new StringBuilder();
    for (String part : parts) {
      all.append(part == null ? "-" : part.length() + ":" + part).append('\n');
    }
    byte[] hash = keyed == null ? DigestUtils.sha256(all.toString()) : keyed.hmac(all.toString());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
