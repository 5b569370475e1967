package org.idwiseroutes.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.privacy.Secrets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** The versions as people ask for them. */
@Component
public class RulesHistory {

  private final RulesVersions versions;
  private final Secrets secrets;

  RulesHistory(RulesVersions versions, Secrets secrets) {
    this.versions = versions;
    this.secrets = secrets;
  }

  /**
   * When a node began to run which version.
   *
   * @param changes the files in which it differs from the run before; null for the first
   */
  public record Entry(RulesRun run, RulesVersion version, List<RulesChange> changes) {}

  /** The latest runs, the newest first. */
  public List<Entry> last(int limit) {
    List<RulesRun> runs = versions.runs(limit + 1);
    Map<Integer, Optional<RulesVersion>> known = new HashMap<>();
    runs.forEach(run -> known.computeIfAbsent(run.version(), versions::find));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < runs.size() && i < limit; i++) {
      RulesVersion version = known.get(runs.get(i).version()).orElse(null);
      RulesVersion before =
          i + 1 == runs.size() ? null : known.get(runs.get(i + 1).version()).orElse(null);
      if (version != null) {
        entries.add(
            new Entry(
                runs.get(i),
                version,
                before == null ? null : RulesChange.between(before, version)));
      }
    }
    return entries;
  }

  /** The number of what this node runs now. */
  public int running() {
    return versions.version();
  }

  /**
   * One with all that stood in it; 404 when it is not kept, 403 for who sees only some sources: it
   * has the settings of all.
   */
  public RulesView view(int id) {
    VisibleSources.requireAll();
    RulesVersion version = versions.find(id).orElseThrow(RulesHistory::missing);
    RulesContent content = content(id);
    return new RulesView(
        id,
        version.hash(),
        version.product(),
        version.firstAt(),
        version.lastAt(),
        id == running(),
        content.isIncomplete(),
        hidden(content).files(),
        content.settings());
  }

  /** In what a version differs from another one, by file; 404 when one of them is not kept. */
  public List<RulesChange> changes(int before, int after) {
    VisibleSources.requireAll();
    return RulesChange.between(hidden(content(before)), hidden(content(after)));
  }

  /** What is shown is not to be run: it may lack more than what is kept. */
  private RulesContent hidden(RulesContent content) {
    Map<String, String> files = new TreeMap<>(content.files());
    files.replaceAll((name, text) -> secrets.hide(text));
    return new RulesContent(files, content.settings());
  }

  /** The texts of the files of a version, by name; 404 when it is not kept. */
  public Map<String, String> texts(int id) {
    return hidden(content(id)).files();
  }

  RulesContent content(int id) {
    return versions.content(id).orElseThrow(RulesHistory::missing);
  }

  private static ResponseStatusException missing() {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no version of the rules of this number, or no longer");
  }
}
