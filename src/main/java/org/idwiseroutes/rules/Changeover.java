package org.idwiseroutes.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Writes other rules into the folder of routes of this node, once {@code --check} finds no error in
 * them: an earlier version, or the next one. Then they are taken over like everything that is saved
 * there, with the same checks.
 */
@Component
public class Changeover {

  /** The kind of work, for {@link HeavyWork}. */
  public static final String WORK = "Changing the rules";

  private static final int SHOWN = 5;

  private final RulesHistory history;
  private final RulesVersions versions;
  private final RouteFiles files;
  private final Checker checker;
  private final HeavyWork heavy;
  private final Audit audit;
  private final boolean reloads;

  Changeover(
      RulesHistory history,
      RulesVersions versions,
      RouteFiles files,
      Checker checker,
      HeavyWork heavy,
      Audit audit,
      @Value("${idwise.routes.reload}") String reload) {
    this.history = history;
    this.versions = versions;
    this.files = files;
    this.checker = checker;
    this.heavy = heavy;
    this.audit = audit;
    this.reloads = reload.equals("on");
  }

  /**
   * What was written.
   *
   * @param what whose files now stand in the folder: {@code version 3}, or {@code the next rules}
   * @param changes the files that were written or removed, without their lines
   */
  public record Result(String what, List<RulesChange> changes) {}

  /**
   * Begins to write a version into the folder; the run fails, and nothing is written, when the
   * check finds an error.
   *
   * @throws ResponseStatusException 404 when it is not kept; 409 when this node does not take over
   *     what is saved, when a secret stood in the files, or while other heavy work runs
   */
  public CompletableFuture<HeavyWork.Run<Result>> goBack(int version, Actor actor) {
    VisibleSources.requireAll();
    RulesContent content = history.content(version);
    actor.requireReason("Say in the parameter reason why the rules go back");
    requireReload();
    if (content.isIncomplete()) {
      throw conflict(
          "A secret stood in the files of this version and is not kept; take them from where you keep them");
    }
    return heavy.begin(
        WORK,
        actor.name(),
        () ->
            write(
                "version " + version,
                content,
                "go back to rules",
                "version %d, gone back to by %s".formatted(version, actor.name()),
                actor));
  }

  /**
   * Begins to write the next rules into the folder, likewise.
   *
   * @param next all that stands in them
   * @throws ResponseStatusException 409 when this node does not take over what is saved, or while
   *     other heavy work runs
   */
  public CompletableFuture<HeavyWork.Run<Result>> takeNext(RoutesSnapshot next, Actor actor) {
    VisibleSources.requireAll();
    actor.requireReason("Say in the parameter reason why these become the rules");
    requireReload();
    RulesContent content = new RulesContent(next.inUse().texts(), Map.of());
    return heavy.begin(
        WORK,
        actor.name(),
        () ->
            write(
                "the next rules",
                content,
                "make next rules the rules",
                "the next rules, made the rules by " + actor.name(),
                actor));
  }

  private void requireReload() {
    if (!reloads) {
      throw conflict(
          "This node takes nothing over while it runs: set idwise.routes.reload=on, or put the files into the folder and start again");
    }
  }

  private Result write(String what, RulesContent content, String action, String origin, Actor actor)
      throws IOException {
    RoutesSnapshot wanted = content.snapshot();
    List<Problem> errors = checker.check(Folder.of(wanted)).errors();
    if (!errors.isEmpty()) {
      throw new IOException(
          "the check finds %d errors in it with the program and the settings of now: %s"
              .formatted(
                  errors.size(),
                  errors.stream()
                      .limit(SHOWN)
                      .map(Problem::toString)
                      .collect(Collectors.joining("; "))));
    }
    RoutesSnapshot now = files.read();
    Map<String, String> before = new TreeMap<>(now.inUse().texts());
    now.unreadable().keySet().stream()
        .filter(files::isRouteFile)
        .forEach(name -> before.put(name, ""));
    content.files().keySet().forEach(name -> before.putIfAbsent(name, now.texts().get(name)));
    before.values().removeIf(text -> text == null);
    List<RulesChange> changes =
        RulesChange.between(
                new RulesContent(before, Map.of()), new RulesContent(content.files(), Map.of()))
            .stream()
            .map(change -> new RulesChange(change.file(), change.how(), null))
            .toList();
    versions.expect(content.files(), origin);
    audit.record(actor, action, what, changes.size() + " files in the folder");
    save(changes, content.files());
    return new Result(what, changes);
  }

  /** Each file is there as a whole or as it was; those that are no longer there go last. */
  private void save(List<RulesChange> changes, Map<String, String> texts) throws IOException {
    Path folder = files.directory().toRealPath();
    List<Path> gone = new ArrayList<>();
    for (RulesChange change : changes) {
      Path file = folder.resolve(change.file()).normalize();
      if (!file.startsWith(folder)) {
        throw new IOException("%s is not within the folder of routes".formatted(change.file()));
      }
      String text = texts.get(change.file());
      if (text == null) {
        gone.add(file);
      } else {
        Files.createDirectories(file.getParent());
        Path written = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(written, text);
        Files.move(
            written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    for (Path file : gone) {
      Files.deleteIfExists(file);
    }
  }

  private static ResponseStatusException conflict(String detail) {
    return new ResponseStatusException(HttpStatus.CONFLICT, detail);
  }
}
