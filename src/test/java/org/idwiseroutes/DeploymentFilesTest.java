package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;

/** The files in ops/ keep the service from all that it does not need. */
class DeploymentFilesTest {

  private static final Path OPS = Path.of("ops");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theUnitIsConfined() throws IOException {
    assertThat(Files.readAllLines(OPS.resolve("idwise-routes.service")))
        .contains(
            "User=idwise",
            "Environment=SPRING_PROFILES_ACTIVE=production",
            "StateDirectoryMode=0700",
            "UMask=0077",
            "ProtectSystem=strict",
            "ProtectHome=true",
            "PrivateTmp=true",
            "PrivateDevices=true",
            "NoNewPrivileges=true",
            "CapabilityBoundingSet=",
            "RestrictSUIDSGID=true",
            "RestrictNamespaces=true",
            "RestrictRealtime=true",
            "LockPersonality=true",
            "SystemCallArchitectures=native",
            "SystemCallFilter=@system-service",
            "ProtectKernelTunables=true",
            "ProtectKernelModules=true",
            "ProtectKernelLogs=true",
            "ProtectControlGroups=true",
            "ProtectClock=true",
            "ProtectHostname=true",
            "MemoryMax=640M",
            "TasksMax=2048",
            "LimitNOFILE=65536");
  }

  @Test
  void theScriptWritesForItsUserAlone() throws IOException {
    assertThat(Files.readAllLines(Path.of("bin", "idwise-routes"))).contains("umask 077");
  }

  @Test
  void theImageCanBePinnedAndRunsNotAsRoot() throws IOException {
    List<String> lines = Files.readAllLines(OPS.resolve("Dockerfile"));
    assertThat(lines)
        .contains("ARG JRE=eclipse-temurin:25-jre", "USER 10001:10001")
        .contains("ENV SPRING_PROFILES_ACTIVE=production")
        .anyMatch(line -> line.startsWith("HEALTHCHECK "));
    assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
        .allMatch(line -> line.startsWith("FROM ${JRE}"));
  }

  @Test
  void thePodIsConfined() throws IOException {
    JsonNode pod = manifest("StatefulSet").at("/spec/template/spec");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.path("serviceAccountName").asText()).isEqualTo("idwise-routes");
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    JsonNode container = pod.at("/containers/0");
    assertThat(container.path("image").asText()).matches(".+@sha256:[0-9a-f]{64}");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    for (String limit : List.of("cpu", "memory", "ephemeral-storage")) {
      assertThat(container.at("/resources/limits").hasNonNull(limit)).as(limit).isTrue();
    }
    for (JsonNode volume : pod.path("volumes")) {
      if (volume.has("emptyDir")) {
        assertThat(volume.at("/emptyDir/sizeLimit").asText()).isNotBlank();
      }
    }
    assertThat(container.path("args").toString()).contains("--idwise.ops.ssl-bundle=operators");
    JsonNode account = manifest("ServiceAccount");
    assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
  }

  /** Readiness falls, others hear of it, what was taken is answered, and only then it ends. */
  @Test
  void aPodHasTheTimeToEndAndItsLikeStaysElsewhere() throws IOException {
    JsonNode pod = manifest("StatefulSet").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    int pause = Integer.parseInt(container.at("/lifecycle/preStop/exec/command/1").asText());
    assertThat(pod.path("terminationGracePeriodSeconds").asLong())
        .isGreaterThan(pause + secondsToEnd());
    for (String probe : List.of("livenessProbe", "readinessProbe")) {
      assertThat(container.path(probe).path("timeoutSeconds").asInt()).as(probe).isGreaterThan(1);
    }
    assertThat(pod.path("topologySpreadConstraints")).hasSize(2);
    JsonNode budget = manifest("PodDisruptionBudget").path("spec");
    assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.path("selector")).isEqualTo(manifest("StatefulSet").at("/spec/selector"));
  }

  @Test
  void theUnitHasTheTimeToEnd() throws IOException {
    assertThat(Files.readAllLines(OPS.resolve("idwise-routes.service")))
        .filteredOn(line -> line.startsWith("TimeoutStopSec="))
        .singleElement()
        .satisfies(
            line ->
                assertThat(Long.parseLong(line.substring(line.indexOf('=') + 1)))
                    .isGreaterThan(secondsToEnd()));
  }

  private static long secondsToEnd() throws IOException {
    Properties defaults = new Properties();
    try (InputStream in =
        DeploymentFilesTest.class.getResourceAsStream("/application.properties")) {
      defaults.load(in);
    }
    return DurationStyle.detectAndParse(defaults.getProperty("idwise.shutdown.drain")).toSeconds()
        + DurationStyle.detectAndParse(
                defaults.getProperty("spring.lifecycle.timeout-per-shutdown-phase"))
            .toSeconds()
        + Long.parseLong(defaults.getProperty("camel.main.shutdown-timeout"));
  }

  @Test
  void theManifestsVerifyTheDatabaseAndRunInProduction() throws IOException {
    JsonNode settings = manifest("ConfigMap").path("data");
    assertThat(settings.path("SPRING_PROFILES_ACTIVE").asText()).isEqualTo("production");
    assertThat(settings.path("SPRING_DATASOURCE_URL").asText()).contains("sslmode=verify-full");
  }

  @Test
  void theNetworkPolicyNamesWhoComesInAndWhatGoesOut() throws IOException {
    JsonNode policy = manifest("NetworkPolicy").path("spec");
    assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
    for (JsonNode rule : policy.path("ingress")) {
      assertThat(rule.path("from")).isNotEmpty();
      assertThat(rule.path("ports")).hasSize(1);
    }
    for (JsonNode rule : policy.path("egress")) {
      assertThat(rule.path("to")).isNotEmpty();
      assertThat(rule.path("ports")).isNotEmpty();
    }
    assertThat(policy.path("egress").toString()).contains("169.254.0.0/16", "5432", "53");
  }

  private static JsonNode manifest(String kind) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (Object one : new Yaml().loadAll(Files.readString(OPS.resolve("kubernetes.yaml")))) {
      all.add(JSON.valueToTree(one));
    }
    return all.stream()
        .filter(manifest -> manifest.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
