package org.idwiseroutes.doctor;

import java.util.List;
import java.util.Optional;
import org.idwiseroutes.result.Results;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** IDWise's API accepts the key of each source that has one. */
@Component
@Order(6)
class ApiCheck implements Check {

  private static final String CHECK = "accepts the key";

  private final Results results;
  private final Environment settings;

  ApiCheck(Results results, Environment settings) {
    this.results = results;
    this.settings = settings;
  }

  @Override
  public List<Finding> run() {
    return AccessCheck.names(settings, "idwise.sources").keySet().stream()
        .filter(results::isOn)
        .map(this::check)
        .toList();
  }

  private Finding check(String source) {
    String system = "IDWise's API for the source " + source;
    Optional<String> problem = results.probe(source);
    return problem.isPresent()
        ? Finding.bad(
            system,
            CHECK,
            problem.get(),
            "set idwise.api.base-url, result-path, key and secret as it says")
        : Finding.good(system, CHECK, "idwise.api.result-path leads to IDWise");
  }
}
