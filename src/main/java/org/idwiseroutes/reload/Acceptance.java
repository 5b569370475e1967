package org.idwiseroutes.reload;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.wiring.Stage;

/**
 * Tells whether a folder may run in place of the one that does: the changed files are without
 * problems, and no other file gets one that it did not have.
 */
final class Acceptance {

  private final Checker checker;
  private final Set<String> known = new HashSet<>();

  Acceptance(Checker checker) {
    this.checker = checker;
  }

  /** Takes what is wrong with a folder as given. */
  void accept(RoutesSnapshot folder) {
    accept(problems(folder));
  }

  /** Takes what was found as given. */
  void accept(List<Problem> problems) {
    known.clear();
    problems.forEach(problem -> known.add(text(problem)));
  }

  /** All that keeps a folder from running. */
  List<Problem> problems(RoutesSnapshot folder) {
    return checker.check(Folder.of(folder)).errors();
  }

  /**
   * What keeps a folder with these changed files from running; empty when nothing does.
   *
   * @param problems all that keeps it from running
   */
  String objection(RoutesSnapshot folder, List<Problem> problems, Collection<String> changed) {
    List<Problem> objecting =
        problems.stream()
            .filter(
                problem ->
                    !known.contains(text(problem))
                        || changed.stream().anyMatch(name -> isOf(name, problem, folder)))
            .toList();
    String told = objecting.stream().map(Problem::toString).collect(Collectors.joining("; "));
    boolean scenariosAlone =
        objecting.stream().allMatch(problem -> RoutesSnapshot.isScenario(problem.file()));
    return scenariosAlone && !objecting.isEmpty()
        ? "scenarios would go otherwise in %d of their steps, --check --accept shows what they would say: %s"
            .formatted(objecting.size(), told)
        : told;
  }

  /** A problem of the file itself, of what it reads, or of a scenario when it decides. */
  private static boolean isOf(String name, Problem problem, RoutesSnapshot folder) {
    return problem.file().equals(name)
        || NamedTexts.in(folder.routes().get(name)).contains(problem.file())
        || RoutesSnapshot.isScenario(problem.file())
            && Stage.files(Stage.DECIDE, folder.routes()).contains(name);
  }

  /** Without its line, which changes with what stands above. */
  private static String text(Problem problem) {
    return problem.file() + ": " + problem.cause();
  }
}
