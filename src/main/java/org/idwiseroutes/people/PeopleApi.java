package org.idwiseroutes.people;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.KnownParameters;
import org.idwiseroutes.ops.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/people} and {@code /api/waiting}. */
@RestController
class PeopleApi {

  private static final List<String> NAMES = Waiting.names();
  private static final List<String> ORDERS = List.of("oldest", "newest");

  private final People people;

  PeopleApi(People people) {
    this.people = people;
  }

  /**
   * Either those who wait for one thing, or who is found: by the beginning of a reference, else by
   * a journey's id, else by a part of a reference.
   */
  @GetMapping("/api/people")
  Page<Person> list(
      @RequestParam(required = false) String waiting,
      @RequestParam(required = false) String text,
      @RequestParam(required = false) String source,
      @RequestParam(required = false) String longerThan,
      @RequestParam(required = false) String dueWithin,
      @RequestParam(required = false) String destination,
      @RequestParam(defaultValue = "oldest") String order,
      @RequestParam(defaultValue = "0") int skip,
      @RequestParam(required = false) Integer limit) {
    if ((waiting == null) == (text == null)) {
      throw bad("Say either waiting or text; waiting is one of " + String.join(", ", NAMES));
    }
    if (text != null) {
      if (text.isBlank()) {
        throw bad("text is empty");
      }
      return new Page<>(people.search(text.strip(), true), null);
    }
    KnownParameters.checkValue("waiting", waiting, NAMES);
    KnownParameters.checkValue("order", order, ORDERS);
    Waiting what = Waiting.of(waiting).orElseThrow();
    refuseUnless(what == Waiting.RENEWAL, "dueWithin", dueWithin, "renewal");
    refuseUnless(what == Waiting.DELIVERY, "destination", destination, "delivery");
    if (what == Waiting.RENEWAL && longerThan != null) {
      throw bad("longerThan is not for waiting=renewal, whose people have a deadline: dueWithin");
    }
    if (skip < 0 || skip > People.MOST_COUNTED) {
      throw bad("skip must be between 0 and " + People.MOST_COUNTED);
    }
    return people.waiting(
        new PeopleFilter(
            what,
            source,
            KnownParameters.duration("longerThan", longerThan),
            KnownParameters.duration("dueWithin", dueWithin),
            destination,
            order.equals("newest"),
            skip),
        Filter.limit(limit));
  }

  /** One person. */
  @GetMapping("/api/people/{source}")
  Person person(@PathVariable String source, @RequestParam String reference) {
    return people
        .ofReference(source, reference)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "The source has nothing of this reference"));
  }

  /** How many people wait for each. */
  @GetMapping("/api/waiting")
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    people.counts().forEach((what, count) -> counts.put(what.toString(), count));
    return counts;
  }

  private static void refuseUnless(boolean fits, String name, Object value, String waiting) {
    if (!fits && value != null) {
      throw bad("%s is only for waiting=%s".formatted(name, waiting));
    }
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
