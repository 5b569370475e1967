package org.idwiseroutes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.UUID;
import org.idwiseroutes.check.Amendments;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.check.Report;
import org.idwiseroutes.check.Unnoticed;
import org.idwiseroutes.inbox.PastEvents;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Rule;
import org.idwiseroutes.wiring.Sent;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code check [folder]}: every problem as {@code file:line: text}, and a summary. With an event,
 * the way that it would take by the rules of the folder.
 */
@Command(
    name = "check",
    description = "Checks a folder of routes without running it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong; a rule would take the event",
      "1:something is wrong; no rule would take it; there is a mistake that no scenario notices",
      "2:it cannot be told"
    })
final class CheckCommand extends LookingCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "By default idwise.routes.directory.")
  private Path folder;

  @Option(
      names = "--strict",
      description = "Warnings count as errors: for a pipeline that is to be quiet.")
  private boolean strict;

  /** What is done besides a check; nothing by default. */
  private static final class Act {

    @Option(
        names = "--event",
        paramLabel = "ID",
        description = "Tells instead which rule would take this event of the database.")
    private UUID event;

    @Option(
        names = "--accept",
        description =
            "Shows what scenarios would have to say to go as the rules have it, and writes that after a yes.")
    private boolean accept;

    @Option(
        names = "--mutate",
        description =
            "Makes one mistake after the other in the rules, and tells which of them no scenario notices.")
    private boolean mutate;
  }

  @ArgGroup private Act act = new Act();

  @Option(names = "--yes", description = "Is the yes to --accept.")
  private boolean yes;

  @Mixin private EventSource events;

  CheckCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "nothing.camel.yaml", out);
  }

  @Override
  int look(ConfigurableApplicationContext context) throws Exception {
    Path checked =
        folder == null
            ? Path.of(context.getEnvironment().getRequiredProperty("idwise.routes.directory"))
            : folder;
    Checker checker = context.getBean(Checker.class);
    Folder files = Folder.read(checked);
    if (act.event != null) {
      return follow(checker, files, events.open(context.getEnvironment()));
    }
    Report report = checker.check(checked);
    if (act.accept) {
      return accept(report, checker, checked);
    }
    return act.mutate && isRight(report) ? mutate(report, checker, files) : told(report, checked);
  }

  private int mutate(Report report, Checker checker, Folder files) throws Exception {
    if (!isJson()) {
      print(report);
      out().println("All scenarios go as they say. What they would not notice takes a minute …");
    }
    Unnoticed unnoticed = checker.mutate(files);
    boolean right = unnoticed.problems().isEmpty();
    if (isJson()) {
      print(
          Map.of(
              "ok", right,
              "changes", unnoticed.changes(),
              "problems", unnoticed.problems(),
              "untried", unnoticed.untried()));
      return right ? 0 : 1;
    }
    unnoticed.problems().forEach(out()::println);
    if (!unnoticed.untried().isEmpty()) {
      out()
          .printf(
              "Not changed, since no scenario can run them: %s.%n",
              String.join(", ", unnoticed.untried()));
    }
    out()
        .printf(
            "%d changes, one at a time: scenarios notice %s.%n",
            unnoticed.changes(), right ? "each" : "all but " + unnoticed.problems().size());
    return right ? 0 : 1;
  }

  private boolean isRight(Report report) {
    return (strict ? report.problems() : report.errors()).isEmpty();
  }

  private int told(Report report, Path checked) throws JsonProcessingException {
    if (isJson()) {
      print(
          Map.of(
              "ok", isRight(report),
              "folder", checked.toString(),
              "problems", report.problems(),
              "scenarios", report.scenarios().size()));
    } else {
      print(report);
      out().println(report.summary(checked.toString()));
    }
    return isRight(report) ? 0 : 1;
  }

  private void print(Report report) {
    report.told().forEach(out()::println);
    if (report.errorsOfRoutes().isEmpty() && !report.amendments().all().isEmpty()) {
      out().println("If the scenarios are to follow the rules: --accept shows what would change.");
    }
  }

  private int accept(Report report, Checker checker, Path checked) throws Exception {
    List<Problem> first = report.errorsOfRoutes();
    if (!first.isEmpty()) {
      first.forEach(out()::println);
      out().printf("%d to put right before scenarios can follow the rules.%n", first.size());
      return 1;
    }
    Amendments amendments = report.amendments();
    amendments.all().forEach(one -> out().println(one.diff()));
    if (amendments.all().isEmpty()) {
      return told(report, checked);
    }
    for (String file : amendments.byHand()) {
      out().printf("%s has to be changed by hand: its steps share texts, by anchors.%n", file);
    }
    out()
        .printf(
            "What would change: %d in %s.%n",
            amendments.all().size(), String.join(", ", amendments.texts().keySet()));
    if (!yes && !isYes()) {
      out().println("Nothing was written.");
      return 1;
    }
    amendments.write(checked);
    return told(checker.check(checked), checked);
  }

  private boolean isYes() {
    out().print("Write them? [y/N] ");
    out().flush();
    Scanner answer = new Scanner(System.in, StandardCharsets.UTF_8);
    return answer.hasNextLine() && answer.nextLine().strip().matches("(?i)y|yes");
  }

  private int follow(Checker checker, Folder files, PastEvents past) throws Exception {
    ObjectNode document =
        past.find(act.event)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the database has no event %s that has been decided or is in quarantine"
                            .formatted(act.event)));
    Course course = checker.way(files, document);
    if (course.error() != null) {
      throw new IllegalStateException("the rules fail: " + course.error());
    }
    print(course, document.path("event").asText());
    return course.quarantined() ? 1 : 0;
  }

  private void print(Course course, String name) throws JsonProcessingException {
    List<String> places = course.sent().stream().map(Sent::toString).toList();
    if (isJson()) {
      print(
          Map.of(
              "event", act.event.toString(),
              "rules", course.rules(),
              "goesTo", places,
              "quarantined", course.quarantined()));
      return;
    }
    out().printf("%s, %s:%n", act.event, name);
    for (Rule rule : course.rules()) {
      out().printf("  %s  %s (%s)%n", rule.matched() ? "yes" : "no ", rule.id(), rule.route());
    }
    if (course.quarantined()) {
      out().println("No rule takes it. It stays in quarantine.");
    } else if (places.isEmpty()) {
      out().println("It would go nowhere.");
    } else {
      out().printf("It would go to %s.%n", String.join(", ", places));
    }
  }
}
