package org.idwiseroutes.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes requests of the samples: some as they are, most of them broken in one or more ways. */
final class Fuzz {

  private static final List<String> NOISE =
      List.of(
          "\0",
          "\uFEFF",
          "\uD800",
          "\u202E",
          "null",
          "true",
          "-0",
          "1e999999",
          "9".repeat(450),
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "[".repeat(120),
          "{\"a\":".repeat(110),
          "\"event\":\"Finished Journey\",",
          "<!--",
          "${jndi:ldap://x}",
          "${body}",
          "{{crm.url}}",
          "' OR 1=1 --",
          "../..",
          "\r\n\r\n",
          "x".repeat(5_000));

  private static final List<String> HEADERS =
      List.of(
          "Content-Type: application/xml",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Encoding: gzip",
          "Expect: 100-continue",
          "Expect: 200-nonsense",
          "Transfer-Encoding: chunked",
          "Content-Length: 3",
          "Content-Length: 99999999999999999999",
          "X-Forwarded-For: 1.2.3.4",
          "X-Forwarded-For: \u0001",
          "CamelHttpPath: /x",
          "CamelHttpUri: http://localhost:1",
          "Authorization: Basic ====",
          "Cookie: JSESSIONID=x",
          "Upgrade: h2c",
          "Connection: Upgrade",
          "X-Large: " + "y".repeat(4_000),
          "Host: ",
          "Accept: */*;q=x",
          ": empty");

  private static final List<String> PATHS =
      List.of(
          "/webhooks/idwise/live",
          "/webhooks/idwise/live/",
          "/webhooks/idwise/live;a=b",
          "/webhooks/idwise/li%76e",
          "/webhooks/idwise/%00",
          "/webhooks/idwise/" + "l".repeat(3_000),
          "/webhooks/idwise/nowhere",
          "/webhooks/",
          "/webhooks/idwise/live?x=%zz",
          "/error",
          "/");

  private static final List<String> METHODS =
      List.of("POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW");

  private final Random random;
  private final List<String> samples;
  private final String login;

  /**
   * A generator.
   *
   * @param seed the same seed makes the same requests
   */
  Fuzz(long seed, List<String> samples, String login) {
    this.random = new Random(seed);
    this.samples = samples;
    this.login = login;
  }

  /** The JSON bodies among the project's samples. */
  static List<String> samples(Path folder) throws java.io.IOException {
    try (var files = Files.walk(folder)) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }

  /** An event as IDWise sends it, with this id. */
  byte[] wellFormed(String eventId) {
    String body =
        "{\"event\":\"Finished Journey\",\"body\":{\"eventId\":\"%s\",\"journeyId\":\"%s\",\"referenceNo\":\"fuzz\",\"systemDecision\":\"Complete\"}}"
            .formatted(eventId, eventId);
    return request("POST", PATHS.get(0), "", body.getBytes(UTF_8));
  }

  /** The next request. */
  byte[] next() {
    byte[] body = body();
    String method = one(METHODS);
    String path = random.nextInt(10) == 0 ? one(PATHS) : PATHS.get(0);
    String header = random.nextInt(5) == 0 ? one(HEADERS) + "\r\n" : "";
    byte[] request = request(method, path, header, body);
    return random.nextInt(20) == 0 ? flipped(request) : request;
  }

  private byte[] body() {
    byte[] body = one(samples).getBytes(UTF_8);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      body =
          switch (random.nextInt(5)) {
            case 0 -> flipped(body);
            case 1 -> Arrays.copyOf(body, random.nextInt(body.length + 1));
            case 2 -> inserted(body, one(NOISE).getBytes(UTF_8));
            case 3 -> inserted(body, new byte[] {(byte) random.nextInt(256)});
            default -> doubled(body);
          };
    }
    return body;
  }

  private byte[] request(String method, String path, String header, byte[] body) {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nX-Forwarded-For: %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, path, login, address(), header, body.length);
    return joined(head.getBytes(ISO_8859_1), body);
  }

  /** Another one every time, so that none is slowed for the failures of the others. */
  private String address() {
    return "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
    }
    return flipped;
  }

  private byte[] inserted(byte[] bytes, byte[] more) {
    int at = random.nextInt(bytes.length + 1);
    return joined(
        joined(Arrays.copyOf(bytes, at), more), Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private byte[] doubled(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(Math.min(200, bytes.length - from) + 1);
    return inserted(bytes, Arrays.copyOfRange(bytes, from, to));
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(one.length + other.length);
    all.writeBytes(one);
    all.writeBytes(other);
    return all.toByteArray();
  }
}
