package org.idwiseroutes.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One secret of a source. It is kept as a hash, so that comparing takes the same time whatever was
 * sent is like, its length included.
 */
final class Secret {

  private final String setting;
  private final byte[] hash;

  /**
   * Keeps a secret.
   *
   * @param setting its setting below {@code idwise.sources.<name>}, which may be shown
   */
  Secret(String setting, String value) {
    this.setting = setting;
    this.hash = hash(value.getBytes(StandardCharsets.UTF_8));
  }

  String setting() {
    return setting;
  }

  boolean matches(String sent) {
    return matches(sent.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares what came in a header: the server reads its bytes as Latin-1, whatever they meant. */
  boolean matchesHeader(String sent) {
    return matches(sent.getBytes(StandardCharsets.ISO_8859_1)) | matches(sent);
  }

  private boolean matches(byte[] sent) {
    return MessageDigest.isEqual(hash, hash(sent));
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
