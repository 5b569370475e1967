package org.idwiseroutes.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that tells what it was told, for what GreenMail does not show: connections,
 * commands and TLS.
 */
final class SmtpServer implements AutoCloseable {

  /** All commands so far; CONNECT for each connection, GONE when one broke. */
  final List<String> commands = new CopyOnWriteArrayList<>();

  /** The recipients of each mail that was taken. */
  final List<List<String>> taken = new CopyOnWriteArrayList<>();

  /** An answer to DATA: the connection breaks behind the mail, which is not taken. */
  static final String BREAK = "break";

  private final ServerSocket listening = new ServerSocket(0);
  private final SSLContext tls;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile boolean taking;
  private volatile Socket client;

  /**
   * Starts it.
   *
   * @param key with one it offers STARTTLS; may be null
   * @param taking whether it takes mails, see {@link #take}
   */
  SmtpServer(KeyStore key, boolean taking) throws IOException, GeneralSecurityException {
    this.tls = key == null ? null : context(key);
    this.taking = taking;
    Thread thread = new Thread(this::accept, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Whether it takes mails from now on, or answers that it cannot now. */
  void take(boolean whether) {
    taking = whether;
  }

  /** Answers so to each command that begins in this way, such as {@code RCPT TO:<bad@}. */
  void answer(String command, String answer) {
    answers.put(command, answer);
  }

  /** Answers as it would by itself. */
  void answerAgain(String command) {
    answers.remove(command);
  }

  long count(String command) {
    return commands.stream().filter(command::equals).count();
  }

  /** Ends the connection without a word, as servers do with idle ones. */
  void hangUp() throws IOException {
    client.close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread talking = new Thread(() -> talk(socket), "smtp-client");
        talking.setDaemon(true);
        talking.start();
      } catch (IOException closed) {
        commands.add("GONE");
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      client = socket;
      commands.add("CONNECT");
      say(socket, "220 test");
      serve(socket);
    } catch (IOException gone) {
      commands.add("GONE");
    }
  }

  private void serve(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    List<String> recipients = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
      commands.add(command);
      String answer = answer(line);
      if (answer != null && !command.equals("DATA")) {
        say(socket, answer);
        continue;
      }
      switch (command) {
        case "RCPT" -> {
          recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
          say(socket, taking ? "250 ok" : "451 not now");
        }
        case "EHLO" -> say(socket, tls == null ? "250 test" : "250-test\r\n250 STARTTLS");
        case "STARTTLS" -> {
          say(socket, "220 go on");
          serve(secure(socket));
          return;
        }
        case "QUIT" -> {
          say(socket, "221 bye");
          return;
        }
        case "DATA" -> {
          say(socket, "354 go on");
          while (!".".equals(in.readLine())) {
            // the mail itself is of no interest
          }
          if (answer == null) {
            taken.add(List.copyOf(recipients));
          }
          recipients.clear();
          if (BREAK.equals(answer)) {
            return;
          }
          say(socket, answer == null ? "250 taken" : answer);
        }
        default -> say(socket, taking ? "250 ok" : "451 not now");
      }
    }
  }

  private String answer(String line) {
    return answers.entrySet().stream()
        .filter(one -> line.startsWith(one.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private Socket secure(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    secure.setUseClientMode(false);
    return secure;
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static SSLContext context(KeyStore key) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(key, Certificates.PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
