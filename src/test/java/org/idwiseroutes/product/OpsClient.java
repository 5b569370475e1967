package org.idwiseroutes.product;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser or a script at the operators' port, byte by byte: with any address of this machine and
 * any header, cookies among them.
 */
final class OpsClient {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private final String address;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  OpsClient(Product product, String address) {
    this.port = product.opsPort();
    this.address = address;
  }

  /** An answer, its head as it came. */
  record Reply(int status, String head, String body) {

    String header(String name) {
      Matcher line = Pattern.compile("(?im)^" + name + ": *(.*?)\r?$").matcher(head);
      return line.find() ? line.group(1) : null;
    }
  }

  /** Opens the login page, and sends its form. */
  Reply logIn(String name, String password) {
    return post("/console/login", Map.of("username", name, "password", password));
  }

  /** Sends a form with the token of the login page. */
  Reply post(String path, Map<String, String> fields) {
    Matcher token = TOKEN.matcher(get("/console/login").body());
    if (!token.find()) {
      throw new AssertionError("The login page has no token");
    }
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("_csrf", token.group(1));
    String form =
        all.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        "POST " + path,
        List.of("Content-Type: application/x-www-form-urlencoded", "Accept: text/html"),
        form);
  }

  /** A page, as a browser asks for it. */
  Reply get(String path, String... headers) {
    return send(
        "GET " + path,
        List.of(headers).isEmpty() ? List.of("Accept: text/html") : List.of(headers),
        "");
  }

  /** A call of the API. */
  Reply call(String path, String login) {
    return send("GET " + path, List.of("Authorization: " + Product.basic(login)), "");
  }

  private Reply send(String line, List<String> headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(line).append(" HTTP/1.1\r\n");
    if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
      head.append("Host: localhost:").append(port).append("\r\n");
    }
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (!cookies.isEmpty()) {
      head.append(
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ", "Cookie: ", "\r\n")));
    }
    if (bytes.length > 0) {
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply read(InputStream in) throws IOException {
    String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("No answer but \"%s\"".formatted(all));
    }
    String head = all.substring(0, end);
    head.lines()
        .filter(line -> line.regionMatches(true, 0, "Set-Cookie:", 0, 11))
        .map(line -> line.substring(11).strip().split(";")[0].split("=", 2))
        .forEach(cookie -> keep(cookie[0], cookie[1]));
    return new Reply(Integer.parseInt(head.split(" ")[1]), head, all.substring(end + 4));
  }

  private void keep(String name, String value) {
    if (value.isEmpty()) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
