package org.idwiseroutes.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.idwiseroutes.check.Comparer;
import org.idwiseroutes.check.Comparison;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Compares the folder of routes with the same folder and some other files in it, one at a time. */
@Component
class UploadedComparison implements DisposableBean {

  private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*\\.(yaml|jsonata|html|txt)");

  private final Comparer comparer;
  private final RouteFiles files;
  private final DecidedEvents events;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "compare"));
  private volatile State state = new State("", false, null, null);

  UploadedComparison(Comparer comparer, RouteFiles files, JdbcClient jdbc) {
    this.comparer = comparer;
    this.files = files;
    this.events = new DecidedEvents(jdbc);
  }

  /**
   * How it stands.
   *
   * @param names of the files, with commas; empty when none was ever compared
   * @param comparison null while it runs or when it failed
   * @param error why it failed; null when it did not
   */
  record State(String names, boolean running, Comparison comparison, String error) {}

  State state() {
    return state;
  }

  /**
   * Begins to compare.
   *
   * @param uploaded contents by name
   * @throws IllegalArgumentException when a name is none of a file of routes
   * @throws IllegalStateException when another comparison runs
   */
  synchronized void begin(Map<String, byte[]> uploaded, Instant since) throws IOException {
    if (state.running()) {
      throw new IllegalStateException("Another comparison is running; wait for it to end");
    }
    Map<String, String> others = new TreeMap<>();
    for (Map.Entry<String, byte[]> one : uploaded.entrySet()) {
      if (!NAME.matcher(one.getKey()).matches()) {
        throw new IllegalArgumentException(
            "\"%s\" is no file of routes: *.camel.yaml, *.jsonata, or a template's .html or .txt"
                .formatted(one.getKey()));
      }
      others.put(place(one.getKey()), new String(one.getValue(), StandardCharsets.UTF_8));
    }
    Folder now = Folder.read(files.directory());
    String names = String.join(", ", new TreeMap<>(uploaded).keySet());
    state = new State(names, true, null, null);
    worker.execute(() -> run(names, now, now.with(others), since));
  }

  @Override
  public void destroy() {
    worker.shutdownNow();
  }

  private void run(String names, Folder now, Folder changed, Instant since) {
    try {
      state = new State(names, false, comparer.compare(now, changed, events, since), null);
    } catch (Exception e) {
      String why = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
      state = new State(names, false, null, String.valueOf(why));
    }
  }

  /** By what it is: a browser tells no folder. */
  private static String place(String name) {
    if (name.endsWith(".camel.yaml")) {
      return name;
    }
    if (name.endsWith(".yaml")) {
      return "scenarios/" + name;
    }
    return (name.endsWith(".jsonata") ? "mappings/" : "templates/") + name;
  }
}
