package org.idwiseroutes.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** How long the console's pages take, one after the other, on a store with many events. */
final class Pages {

  private static final int WARM_UP = 15;
  private static final int MEASURED = 80;
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  /** What is looked at; {@code %s} is an event of the middle. */
  private static final List<String> PATHS =
      List.of(
          "",
          "/events",
          "/events?reference=r777777",
          "/events?journey=f777777",
          "/events?id=filled-777777",
          "/events?event=Manually+Reviewed&decision=Rejected",
          "/events?decision=Nothing",
          "/events?from=2026-01-02T00:00&until=2026-01-03T00:00",
          "/events/%s",
          "/journeys/bench/f777777",
          "/failures",
          "/replay?destination=crm&error=HTTP+422%%3A+group+1",
          "/quarantine",
          "/wiring",
          "/wiring/decide.camel.yaml",
          "/settings",
          "/audit");

  private final String console = "http://127.0.0.1:" + (Setup.PORT + 1) + "/console";
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Table table;

  Pages(Table table) {
    this.table = table;
  }

  void measure(ProductDatabase database, long events)
      throws SQLException, IOException, InterruptedException {
    database.fillWithDeliveries(events);
    logIn();
    String event = database.text("SELECT CAST(id AS VARCHAR) FROM event WHERE journey_key = 'f500'");
    double slowest = 0;
    for (String path : PATHS) {
      double p95 = p95(console + path.formatted(event));
      table.row("page /console" + path.formatted("ID") + ": p95 ms", "%.1f", p95);
      slowest = Math.max(slowest, p95);
    }
    table.row("slowest page with " + events + " events: p95 ms (goal 300)", "%.1f", slowest);
  }

  private double p95(String address) throws IOException, InterruptedException {
    Histogram nanos = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    for (int i = 0; i < WARM_UP + MEASURED; i++) {
      long start = System.nanoTime();
      HttpResponse<String> answer = get(address);
      if (answer.statusCode() != 200 || answer.body().contains("name=\"password\"")) {
        throw new IllegalStateException(address + " answered " + answer.statusCode());
      }
      if (i >= WARM_UP) {
        nanos.recordValue(System.nanoTime() - start);
      }
    }
    return nanos.getValueAtPercentile(95) / 1e6;
  }

  private void logIn() throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(get(console + "/login").body());
    if (!token.find()) {
      throw new IllegalStateException("The login page has no token");
    }
    String form =
        "username=bench&password=bench-password&_csrf="
            + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    http.send(
        HttpRequest.newBuilder(URI.create(console + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
