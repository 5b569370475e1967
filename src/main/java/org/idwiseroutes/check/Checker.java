package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.routes.CredentialSettings;
import org.idwiseroutes.wiring.Course;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Finds all that is wrong in a folder of routes at once, without running it. */
@Component
public class Checker {

  private final List<RouteCheck> checks;
  private final Scenarios scenarios;
  private final CredentialSettings credentials;
  private final Secrets secrets;
  private final ApplicationContext application;

  Checker(
      List<RouteCheck> checks,
      Scenarios scenarios,
      CredentialSettings credentials,
      Secrets secrets,
      ApplicationContext application) {
    this.checks = checks;
    this.scenarios = scenarios;
    this.credentials = credentials;
    this.secrets = secrets;
    this.application = application;
  }

  /**
   * Checks a folder and runs its scenarios.
   *
   * @throws IOException when the folder cannot be read
   */
  public Report check(Path folder) throws IOException {
    Folder files = Folder.read(folder);
    return files.routes().isEmpty() && files.problems().isEmpty()
        ? new Report(
            List.of(new Problem(folder.toString(), 0, "there is no *.camel.yaml in it")),
            List.of(),
            Amendments.NONE)
        : check(files);
  }

  /** The same of a folder that has been read. No problem's text holds a secret. */
  public Report check(Folder files) {
    credentials.learn(files.routeYaml());
    try (Stages stages = new Stages(files, application)) {
      return check(files, stages);
    }
  }

  /**
   * The way that an event would take by the rules of a folder, without any effect.
   *
   * @param document what the rules read of it
   * @throws Exception when the rules cannot be run
   */
  public Course way(Folder files, ObjectNode document) throws Exception {
    credentials.learn(files.routeYaml());
    try (Stages stages = new Stages(files, application)) {
      Given event = Given.of(document);
      return stages.rules(Map.of()).of(event.variables(), event.document());
    }
  }

  /**
   * Changes the rules in one place at a time, and tells which changes no scenario notices.
   *
   * @param files in which all scenarios go as they say
   * @throws Exception when the scenarios cannot be run
   */
  public Unnoticed mutate(Folder files) throws Exception {
    credentials.learn(files.routeYaml());
    RunnableRoutes routes = RunnableRoutes.of(files);
    List<Mutant> mutants = Mutants.of(files, routes.routes());
    List<Problem> unnoticed = new ArrayList<>();
    try (Stages stages = new Stages(files, application)) {
      List<Scenarios.Run> runs = scenarios.runs(files, stages);
      for (Mutant mutant : mutants) {
        List<Scenarios.Run> looking =
            runs.stream()
                .filter(
                    run ->
                        mutant.steps().isEmpty()
                            || !Collections.disjoint(run.steps(), mutant.steps()))
                .toList();
        if (!isNoticed(mutant, looking, files, stages)) {
          String how = looking.isEmpty() ? "gets here:" : "notices when";
          unnoticed.add(
              new Problem(
                  mutant.file(), mutant.line(), "no scenario %s %s".formatted(how, mutant.what())));
        }
      }
    }
    return new Unnoticed(
        mutants.size(), hidden(unnoticed).stream().sorted().toList(), routes.others());
  }

  private boolean isNoticed(
      Mutant mutant, List<Scenarios.Run> looking, Folder files, Stages stages) {
    Folder changed = files.with(mutant.file(), mutant.text());
    try (Stages own = stages.with(mutant.file(), changed)) {
      for (Scenarios.Run run : looking) {
        if (scenarios.notices(run, own)) {
          return true;
        }
      }
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(
          "%s:%d: the routes cannot be set up when %s: %s"
              .formatted(mutant.file(), mutant.line(), mutant.what(), StandIn.why(e)),
          e);
    }
  }

  private List<Problem> hidden(List<Problem> problems) {
    return problems.stream().map(problem -> problem.saying(secrets.hide(problem.text()))).toList();
  }

  private Report check(Folder files, Stages stages) {
    List<Problem> found = new ArrayList<>(files.problems());
    checks.forEach(check -> found.addAll(check.check(files, stages)));
    List<ScenarioOutcome> outcomes =
        scenarios.run(files, stages, stages.looked()).stream()
            .map(one -> new ScenarioOutcome(one.file(), one.name(), hidden(one.problems())))
            .toList();
    outcomes.forEach(outcome -> found.addAll(outcome.problems()));
    found.addAll(MappingFields.problems(files, stages.looked().given()));
    stages
        .problem()
        .map(Problem::asFollowing)
        .filter(
            problem ->
                found.stream().noneMatch(one -> one.isError() && one.file().equals(problem.file())))
        .ifPresent(found::add);
    return new Report(
        hidden(found).stream().distinct().sorted().toList(),
        outcomes,
        outcomes.stream().allMatch(outcome -> outcome.problems().isEmpty())
            ? Amendments.NONE
            : scenarios.amend(files, stages));
  }
}
