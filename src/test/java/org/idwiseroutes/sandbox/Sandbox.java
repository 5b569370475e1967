package org.idwiseroutes.sandbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.idwiseroutes.IdwiseRoutes;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;

/**
 * The product with everything that it talks to, for a first look: {@code ./mvnw
 * spring-boot:test-run}. Nothing is kept; every start begins again.
 */
public class Sandbox {

  private static final int DESTINATIONS = 8082;
  private static final int SMTP = 8025;
  private static final String LOGIN = "sandbox:only-a-sandbox";

  public static void main(String[] args) throws IOException, InterruptedException {
    GreenMail mail = new GreenMail(new ServerSetup(SMTP, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    new Destinations(mail).start(DESTINATIONS);

    SpringApplication application = new SpringApplication(IdwiseRoutes.class);
    application.setAdditionalProfiles("sandbox");
    Environment environment = application.run(args).getEnvironment();

    String url =
        "http://localhost:%s/webhooks/idwise/sandbox"
            .formatted(environment.getProperty("local.webhook.port"));
    int accepted = play(url);
    printWhereToLook(url, environment.getProperty("local.server.port"), accepted);
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

  private static void printWhereToLook(String url, String opsPort, int accepted) {
    System.out.printf(
        """

        idwise-routes is running and has accepted %d samples. Look at what became of them:
          console     http://localhost:%s/console (operator, operator)
          customers   curl -s localhost:%d/customers
          tickets     curl -s localhost:%d/tickets
          mails       curl -s localhost:%d/mails
          events      curl -s -u operator:operator localhost:%s/api/events
          health      curl -s -u operator:operator localhost:%s/actuator/health
        Send one yourself (again: it is a duplicate):
          curl -u %s --json @samples/04-finished-journey.json %s
        Stop with Ctrl-C.
        """,
        accepted, opsPort, DESTINATIONS, DESTINATIONS, DESTINATIONS, opsPort, opsPort, LOGIN, url);
  }
}
