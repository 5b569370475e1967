package org.idwiseroutes.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** CRM, ticket desk and SMTP server in one: fast, slow or down, as told. */
final class Stubs {

  /** How the destinations behave. */
  enum Mode {
    FAST,
    SLOW,
    DOWN
  }

  private static final int SLOW_MILLIS = 500;

  private final AtomicLong taken = new AtomicLong();
  private volatile Mode mode = Mode.FAST;
  private final HttpServer http;
  private final ServerSocket smtp;

  Stubs() throws IOException {
    // without it the JDK's server answers every small body 40 ms late
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    http = HttpServer.create(new InetSocketAddress(loopback, 0), 500);
    http.setExecutor(Executors.newCachedThreadPool(Stubs::daemon));
    http.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (mode == Mode.SLOW) {
            pause();
          }
          byte[] body = "{\"id\":\"T-1\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(mode == Mode.DOWN ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          taken.incrementAndGet();
        });
    http.start();
    smtp = new ServerSocket(0, 500, loopback);
    daemon(this::accept).start();
  }

  void mode(Mode wanted) {
    mode = wanted;
  }

  /** Calls and mails so far, whatever was answered. */
  long taken() {
    return taken.get();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  int smtpPort() {
    return smtp.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = smtp.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> talk(socket)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = socket.getOutputStream()) {
      say(out, mode == Mode.DOWN ? "421 down" : "220 stub");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("DATA")) {
          say(out, "354 go");
          while (!".".equals(in.readLine())) {
            // the mail itself is of no interest
          }
          if (mode == Mode.SLOW) {
            pause();
          }
          taken.incrementAndGet();
        }
        say(out, line.startsWith("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException e) {
      // the client left
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void pause() {
    try {
      Thread.sleep(SLOW_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "stub");
    thread.setDaemon(true);
    return thread;
  }
}
