package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Whoever misspells a setting on the command line or a variable hears of it. */
class UnusedSettingsCheckTest {

  @Test
  void aMisspeltVariableIsToldAndWhatOthersSetIsNot() throws IOException {
    assertThat(
            problems(
                List.of(),
                "IDWISE_SOURCES_LIVE_BASIC_USERNAME",
                "IDWISE_SOURCE_LIVE_BASIC_USERNAME",
                "IDWISE_OPS_ADDRESS",
                "IDWISE_OPS_ADRESS",
                "IDWISE_WEBHOOK_SSL_BUNDLE",
                "IDWISE_OUTBOX_MAX_ATTEMPTS",
                "IDWISE_OUTBOX_MAXATTEMPTS",
                "IDWISE_TRUSTEDPROXIES_0_",
                "IDWISE_ROUTES_SERVICE_HOST",
                "IDWISE_ROUTES_PORT=tcp://10.0.0.7:8080",
                "IDWISE_WEBHOK_PORT",
                "IDWISE_ROUTES_PORT_8080_TCP_ADDR",
                "IDWISE_ROUTES_SERVICE_PORT_HTTP",
                "CRM_ULR"))
        .containsExactly(
            "the environment: warning: nobody reads the variable \"IDWISE_OPS_ADRESS\"; probably meant: IDWISE_OPS_ADDRESS",
            "the environment: warning: nobody reads the variable \"IDWISE_SOURCE_LIVE_BASIC_USERNAME\"",
            "the environment: warning: nobody reads the variable \"IDWISE_WEBHOK_PORT\"; probably meant: IDWISE_WEBHOOK_PORT");
  }

  @Test
  void aMisspeltSettingOfTheCommandLineIsTold() throws IOException {
    assertThat(
            problems(List.of("--idwise.webhook.prot=1", "--idwise.webhook.port=1", "--my.own=1")))
        .containsExactly(
            "the command line: warning: nobody reads the setting \"idwise.webhook.prot\"; probably meant: idwise.webhook.port");
  }

  private static List<String> problems(List<String> arguments, String... variables)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String variable : variables) {
      String[] pair = variable.split("=", 2);
      values.put(pair[0], pair.length == 1 ? "x" : pair[1]);
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource("systemEnvironment", values));
    environment
        .getPropertySources()
        .addFirst(new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
    return new UnusedSettingsCheck(environment)
        .check(Folder.of(new RoutesSnapshot(Map.of(), Map.of(), Map.of())), null).stream()
            .map(Problem::toString)
            .toList();
  }
}
