package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

/** The descriptor that Camel's tools and {@code --check} read says what the endpoint says. */
class DescriptorTest {

  private static final Path DESCRIPTOR =
      Path.of("src/main/resources/META-INF/org/idwiseroutes/outbox/outbox.json");

  private static final Map<Class<?>, String> TYPES =
      Map.of(
          int.class, "integer",
          double.class, "number",
          boolean.class, "boolean",
          String.class, "string",
          Duration.class, "duration");

  /** When this fails since an option was changed, take over what it has written. */
  @Test
  void theDescriptorIsTheEndpoints() throws IOException {
    String wanted = JsonMapper.createParameterJsonSchema(model()) + "\n";
    Path written = Path.of("target", "outbox.json");
    Files.writeString(written, wanted);
    assertThat(Files.readString(DESCRIPTOR)).as("compare with %s", written).isEqualTo(wanted);
  }

  @Test
  void camelsCatalogReadsIt() throws IOException {
    CamelCatalog catalog = new DefaultCamelCatalog(true);
    catalog.addComponent("outbox", OutboxComponent.class.getName(), Files.readString(DESCRIPTOR));
    assertThat(
            catalog
                .validateEndpointProperties("outbox:crm?maxAttempts=3&initialBackoff=5s")
                .isSuccess())
        .isTrue();
    assertThat(catalog.validateEndpointProperties("outbox:crm?maxAtempts=3").getUnknown())
        .containsExactly("maxAtempts");
    assertThat(catalog.validateEndpointProperties("outbox:crm?maxAttempts=often").isSuccess())
        .isFalse();
  }

  private static ComponentModel model() {
    UriEndpoint endpoint = OutboxEndpoint.class.getAnnotation(UriEndpoint.class);
    ComponentModel model = new ComponentModel();
    model.setName(endpoint.scheme());
    model.setScheme(endpoint.scheme());
    model.setTitle(endpoint.title());
    model.setDescription(
        "Deliveries that survive the process, with attempts, backoff, lanes and dead letters.");
    model.setFirstVersion(endpoint.firstVersion());
    model.setLabel(endpoint.category()[0].getValue());
    model.setSyntax(endpoint.syntax());
    model.setJavaType(OutboxComponent.class.getName());
    model.setGroupId("org.idwiseroutes");
    model.setArtifactId("idwise-routes");
    model.setRemote(true);
    for (Field field : OutboxEndpoint.class.getDeclaredFields()) {
      UriPath path = field.getAnnotation(UriPath.class);
      UriParam parameter = field.getAnnotation(UriParam.class);
      if (path != null) {
        model.addEndpointOption(option(field, "path", "", path.description()));
      } else if (parameter != null) {
        model.addEndpointOption(
            option(field, "parameter", parameter.label(), parameter.description()));
      }
    }
    return model;
  }

  private static EndpointOptionModel option(
      Field field, String kind, String label, String description) {
    EndpointOptionModel option = new EndpointOptionModel();
    option.setName(field.getName());
    option.setKind(kind);
    option.setDisplayName(title(field.getName()));
    option.setGroup(label.isEmpty() ? "common" : label);
    option.setLabel(label);
    option.setRequired(kind.equals("path"));
    option.setType(TYPES.get(field.getType()));
    option.setJavaType(field.getType().getName());
    option.setDescription(description);
    return option;
  }

  private static String title(String name) {
    String words = name.replaceAll("([A-Z])", " $1");
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
