package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A vendor's own description of its API, when the folder with them was named. */
final class Contract {

  private final OpenApiInteractionValidator validator;
  private final Map<String, String> paths;

  private Contract(OpenApiInteractionValidator validator, Map<String, String> paths) {
    this.validator = validator;
    this.paths = paths;
  }

  static boolean areThere() {
    return System.getProperty("contracts") != null;
  }

  /**
   * A description.
   *
   * @param paths what the description calls paths that have been renamed since
   */
  static Contract of(String file, Map<String, String> paths) {
    String folder = System.getProperty("contracts");
    return new Contract(
        OpenApiInteractionValidator.createForSpecificationUrl(
                Path.of(folder, file).toUri().toString())
            .withBasePathOverride("/")
            .withLevelResolver(
                LevelResolver.create()
                    .withLevel("validation.request.security.missing", ValidationReport.Level.IGNORE)
                    .build())
            .build(),
        paths);
  }

  /** Fails when the request is not one that the vendor describes. */
  void check(LoggedRequest call) {
    String path = URI.create(call.getUrl()).getPath();
    SimpleRequest.Builder request =
        new SimpleRequest.Builder(call.getMethod().getName(), paths.getOrDefault(path, path))
            .withBody(call.getBodyAsString());
    call.getHeaders().all().forEach(header -> request.withHeader(header.key(), header.values()));
    ValidationReport report = validator.validateRequest(request.build());
    assertThat(report.hasErrors()).as("%s %s: %s", call.getMethod(), path, report).isFalse();
  }
}
