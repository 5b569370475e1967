package org.idwiseroutes.doctor;

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

  AccessCheck(Environment settings) {
    this.settings = settings;
  }

  @Override
  public List<Finding> run() {
    return List.of(
        named(
            "sources",
            "IDWise may post to /webhooks/idwise/",
            "set idwise.sources.live.basic.username and .password"),
        named(
            "operators",
            "operators may log in: ",
            "set idwise.operators.NAME.password to what --hash-password prints"));
  }

  private Finding named(String what, String check, String advice) {
    Map<String, Object> all = names(settings, "idwise." + what);
    return all.isEmpty()
        ? Finding.bad(what, "one at least is named", null, advice)
        : Finding.good(what, check + String.join(", ", all.keySet()), null);
  }

  static Map<String, Object> names(Environment settings, String prefix) {
    return Binder.get(settings)
        .bind(prefix, Bindable.mapOf(String.class, Object.class))
        .orElse(Map.of());
  }
}
