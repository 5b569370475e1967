package org.idwiseroutes.sandbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.idwiseroutes.IdwiseRoutes;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * The product with everything that it talks to, for a first look: {@code ./mvnw
 * spring-boot:test-run}. Nothing is kept; every start begins again. The ports are settings; one
 * that is taken gives way to a free one.
 */
public class Sandbox {

  private static final String DESTINATIONS = "sandbox.destinations-port";
  private static final String SMTP = "sandbox.smtp-port";
  private static final String LOGIN = "sandbox:only-a-sandbox";

  private static final List<String> PORTS =
      List.of(
          DESTINATIONS, SMTP, "idwise.webhook.port", "idwise.ops.port", "idwise.ops.probe-port");

  public static void main(String[] args) throws IOException, InterruptedException {
    SpringApplication application = new SpringApplication(IdwiseRoutes.class);
    application.setAdditionalProfiles("sandbox");
    application.addInitializers(context -> begin(context.getEnvironment()));
    Environment environment = application.run(args).getEnvironment();

    String url =
        "http://localhost:%s/webhooks/idwise/sandbox"
            .formatted(environment.getProperty("local.webhook.port"));
    int accepted = play(url);
    printWhereToLook(url, environment, accepted);
  }

  /** Everything that the product talks to, before it starts. */
  private static void begin(ConfigurableEnvironment environment) {
    Map<String, Object> ports = new TreeMap<>();
    PORTS.forEach(
        name -> ports.put(name, free(environment.getRequiredProperty(name, Integer.class))));
    environment.getPropertySources().addFirst(new MapPropertySource("ports", ports));
    GreenMail mail =
        new GreenMail(
            new ServerSetup((int) ports.get(SMTP), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      new Destinations(mail).start((int) ports.get(DESTINATIONS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int free(int wanted) {
    for (int port : new int[] {wanted, 0}) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        System.out.printf("Port %d is taken; another is used.%n", port);
      }
    }
    throw new IllegalStateException("No port is free");
  }

  private static int play(String url) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    int accepted = 0;
    for (Path sample : samples()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .header("Authorization", "Basic " + base64(LOGIN))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofFile(sample))
              .build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      accepted += response.body().contains("\"accepted\"") ? 1 : 0;
      System.out.printf("%s → %d %s%n", sample, response.statusCode(), response.body());
    }
    return accepted;
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void printWhereToLook(String url, Environment environment, int accepted) {
    String opsPort = environment.getProperty("local.server.port");
    String destinations = environment.getProperty(DESTINATIONS);
    System.out.printf(
        """

        idwise-routes is running and has accepted %d samples. Look at what became of them:
          console     http://localhost:%s/console (user operator, password operator)
          customers   curl -s localhost:%s/customers
          tickets     curl -s localhost:%s/tickets
          mails       curl -s localhost:%s/mails
          events      curl -s -u operator:operator localhost:%s/api/events
          health      curl -s -u operator:operator localhost:%s/actuator/health
        Send one yourself (again: it is a duplicate):
          curl -u %s -H 'Content-Type: application/json' -d @samples/04-finished-journey.json %s
        Stop with Ctrl-C.
        """,
        accepted, opsPort, destinations, destinations, destinations, opsPort, opsPort, LOGIN, url);
  }
}
