package org.idwiseroutes.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Somebody may send events, and somebody may look after them. */
@Component
@Order(1)
class AccessCheck implements Check {

  private final Environment settings;
  private final StrayVariables variables;

  AccessCheck(Environment settings, StrayVariables variables) {
    this.settings = settings;
    this.variables = variables;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        named(
            "sources",
            "IDWise may post to /webhooks/idwise/",
            "set idwise.sources.live.basic.username and .password"));
    findings.add(
        named(
            "operators",
            "operators may log in: ",
            "set idwise.operators.NAME.password to what --hash-password prints"));
    variables
        .find()
        .forEach(
            stray ->
                findings.add(
                    Finding.bad(
                        stray.kind(),
                        "every environment variable sets something",
                        stray.problem(),
                        stray.advice())));
    return findings;
  }

  private Finding named(String what, String check, String advice) {
    Collection<String> all = StrayVariables.named(settings, what);
    return all.isEmpty()
        ? Finding.bad(what, "one at least is named", null, advice)
        : Finding.good(what, check + String.join(", ", all), null);
  }

  static Map<String, Object> names(Environment settings, String prefix) {
    return Binder.get(settings)
        .bind(prefix, Bindable.mapOf(String.class, Object.class))
        .orElse(Map.of());
  }
}
