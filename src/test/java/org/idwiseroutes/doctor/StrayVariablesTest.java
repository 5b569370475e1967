package org.idwiseroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StrayVariablesTest {

  private static final String SECRET = "s3cret-value";

  @Test
  void aNameWithADashIsToldWithTheNameThatWorks() {
    List<StrayVariables.Stray> strays =
        strays(
            Map.of(),
            "IDWISE_SOURCES_LIVE_EU_BASIC_USERNAME",
            "IDWISE_OPERATORS_ANNA_LENA_PASSWORD");
    assertThat(strays)
        .extracting(StrayVariables.Stray::problem)
        .containsExactly(
            "IDWISE_SOURCES_LIVE_EU_BASIC_USERNAME names no source (there is none)",
            "IDWISE_OPERATORS_ANNA_LENA_PASSWORD names no operator (there is none)");
    assertThat(strays.get(0).advice())
        .contains(
            "IDWISE_SOURCES_LIVEEU_BASIC_USERNAME",
            "live-eu",
            "needs a properties file or SPRING_APPLICATION_JSON");
    assertThat(strays.toString()).doesNotContain(SECRET);
  }

  @Test
  void aVariableBesideASourceOfTheFirstPartOfItsNameIsTold() {
    assertThat(
            strays(
                Map.of(),
                "IDWISE_SOURCES_LIVE_BASIC_USERNAME",
                "IDWISE_SOURCES_LIVE_BASIC_PASSWORD",
                "IDWISE_SOURCES_LIVE_EU_BASIC_PASSWORD"))
        .extracting(StrayVariables.Stray::problem)
        .containsExactly("IDWISE_SOURCES_LIVE_EU_BASIC_PASSWORD names no source (there are live)");
  }

  @Test
  void aMisspeltSettingIsTold() {
    assertThat(
            strays(
                Map.of(), "IDWISE_SOURCES_LIVE_BASIC_PASSWORD", "IDWISE_SOURCES_LIVE_BASIC_USER"))
        .extracting(StrayVariables.Stray::problem)
        .containsExactly(
            "IDWISE_SOURCES_LIVE_BASIC_USER names no setting of a source (there are live)");
  }

  @Test
  void whatSetsSomethingIsNotTold() {
    String[] variables = {
      "IDWISE_SOURCES_LIVE_BASIC_USERNAME",
      "IDWISE_SOURCES_LIVE_BASIC_PASSWORD",
      "IDWISE_SOURCES_LIVE_BASIC_NEXTPASSWORD",
      "IDWISE_SOURCES_LIVE_HEADERS_X_API_KEY",
      "IDWISE_SOURCES_LIVE_ALLOWEDADDRESSES",
      "IDWISE_SOURCES_BANK_BEARERTOKENS_0",
      "IDWISE_SOURCES_SHOP_BEARER_TOKENS_0",
      "IDWISE_SOURCES_OPEN_ALLOW_ANONYMOUS",
      "IDWISE_OPERATORS_ALICE_PASSWORD",
      "IDWISE_OPERATORS_ALICE_ROLE",
      "PATH"
    };
    assertThat(strays(Map.of(), variables)).isEmpty();
  }

  /** What is written in a file gives the name; a variable may then set the secret. */
  @Test
  void aVariableMaySetSomethingOfASourceWithADashThatAFileNames() {
    Map<String, Object> file = Map.of("idwise.sources.live-eu.basic.username", "user");
    for (String variable :
        List.of("IDWISE_SOURCES_LIVEEU_BASIC_PASSWORD", "IDWISE_SOURCES_LIVE_EU_BASIC_PASSWORD")) {
      assertThat(strays(file, variable)).as(variable).isEmpty();
      assertThat(
              Binder.get(environment(file, variable))
                  .bind("idwise.sources.live-eu.basic.password", Bindable.of(String.class))
                  .orElse(null))
          .as(variable)
          .isEqualTo(SECRET);
    }
  }

  private static List<StrayVariables.Stray> strays(Map<String, Object> file, String... variables) {
    return new StrayVariables(environment(file, variables)).find();
  }

  private static StandardEnvironment environment(Map<String, Object> file, String... variables) {
    Map<String, Object> values = new HashMap<>();
    Arrays.stream(variables).forEach(name -> values.put(name, SECRET));
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, values));
    environment.getPropertySources().addLast(new MapPropertySource("file", file));
    ConfigurationPropertySources.attach(environment);
    return environment;
  }
}
