package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.idwiseroutes.transform.SettingLookup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What is set arrives as it is. */
class EnvironmentSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JIRA_ISSUE_TYPE | jira.issue-type | Bug \"A\" \\",
        "SMTP_PASSWORD | smtp.password | p)&x=1%}+RAW(a)#{{b}}?#{d}",
        "CRM_TOKEN | crm.token | t\\{{x}}",
      })
  void fromAVariableWhateverItsSigns(String variable, String name, String value) throws Exception {
    StandardEnvironment settings = environment(Map.of(variable, value), Map.of());
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      new EnvironmentSettings(settings).beforeApplicationStart(camel);
      assertThat(SettingLookup.of(camel, name)).contains(value);
      assertThat(SettingLookup.of(camel, "no.such")).isEmpty();
      assertThat(SettingLookup.required(camel, "no.such:otherwise")).isEqualTo("otherwise");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CRM_URL, crm.url, HTTP://[::1]:80/api//, http://[::1]:80/api",
    "JIRA_URL, jira.url, http://jira/, http://jira",
    "CRM_URL_ACME_EU, crm.url.acme-eu, HTTP://acme/, http://acme",
    "IDWISE_API_BASE_URL, idwise.api.base-url, HTTPS://a/, https://a",
    "ALERT_WEBHOOK_URL, alert.webhook-url, HTTP://a/b/?c=d/, http://a/b/?c=d/"
  })
  void ofAUrlTheSchemeIsSmallAndABaseHasNoSlashAtItsEnd(
      String variable, String name, String value, String used) {
    assertThat(environment(Map.of(variable, value), Map.of()).getProperty(name)).isEqualTo(used);
    assertThat(environment(Map.of(), Map.of(name, value)).getProperty(name)).isEqualTo(used);
  }

  private static StandardEnvironment environment(
      Map<String, Object> variables, Map<String, Object> file) {
    StandardEnvironment settings = new StandardEnvironment();
    settings
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource("systemEnvironment", variables));
    settings.getPropertySources().addLast(new MapPropertySource("file", file));
    new BaseUrls().postProcessEnvironment(settings, new SpringApplication());
    return settings;
  }
}
