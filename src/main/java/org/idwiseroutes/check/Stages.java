package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.ReachedFiles;
import org.idwiseroutes.wiring.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/**
 * What runs the routes of one folder without effect. Setting routes up takes most of the time of a
 * check, so it is done once for all that ask with the same settings.
 */
final class Stages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  private final Folder folder;
  private final ApplicationContext application;
  private final Map<Map<String, String>, Stage> rules = new HashMap<>();
  private final Map<Map<String, String>, DestinationStage> destinations = new HashMap<>();

  private final List<Given> undocumented = new ArrayList<>();
  private final Looked looked = new Looked();
  private Exception failure;
  private Map<String, String> scenarios;
  private String rulesText;

  private final Stages base;
  private final boolean rulesDiffer;
  private final boolean destinationsDiffer;

  Stages(Folder folder, ApplicationContext application) {
    this(folder, application, null, true, true);
  }

  private Stages(
      Folder folder,
      ApplicationContext application,
      Stages base,
      boolean rulesDiffer,
      boolean destinationsDiffer) {
    this.folder = folder;
    this.application = application;
    this.base = base;
    this.rulesDiffer = rulesDiffer;
    this.destinationsDiffer = destinationsDiffer;
  }

  /** Those of a folder in which one file differs; what does not consist of it is run by these. */
  Stages with(String name, Folder changed) {
    Map<String, String> texts = folder.routeTexts();
    List<String> rules = Stage.files(Stage.DECIDE, texts);
    Predicate<String> consists =
        file -> file.equals(name) || NamedTexts.in(texts.get(file)).contains(name);
    return new Stages(
        changed,
        application,
        this,
        rules.stream().anyMatch(consists),
        texts.keySet().stream().filter(file -> !rules.contains(file)).anyMatch(consists));
  }

  /**
   * The rules of {@code decide}.
   *
   * @param settings in the place of the application's
   * @throws Exception when they cannot be run
   */
  Stage rules(Map<String, String> settings) throws Exception {
    if (base != null && !rulesDiffer) {
      return base.rules(settings);
    }
    Map<String, String> different = read(different(settings));
    Stage known = rules.get(different);
    if (known == null) {
      known =
          remembered(
              () ->
                  new Stage(
                      Stage.DECIDE,
                      folder.routeTexts(),
                      folder.otherTexts(),
                      application,
                      different));
      rules.put(different, known);
    }
    return known;
  }

  /**
   * The routes of the destinations.
   *
   * @param settings in the place of the application's
   * @throws Exception when they cannot be run
   */
  DestinationStage destinations(Map<String, String> settings) throws Exception {
    if (base != null && !destinationsDiffer) {
      return base.destinations(settings);
    }
    Map<String, String> different = different(settings);
    DestinationStage known = destinations.get(different);
    if (known == null) {
      known =
          remembered(
              () ->
                  new DestinationStage(
                      different.isEmpty() ? folder.routeTexts() : scenarios(),
                      folder.otherTexts(),
                      folder.answers(),
                      application,
                      different));
      destinations.put(different, known);
    }
    return known;
  }

  /** The files that a scenario may need; what erases and what asks a doctor it does not. */
  private Map<String, String> scenarios() {
    if (scenarios == null) {
      scenarios = ReachedFiles.toTheEnd("outbox:" + Stage.DECIDE, folder.routeTexts());
    }
    return scenarios;
  }

  /** Those of the settings that the rules read: most are of destinations. */
  private Map<String, String> read(Map<String, String> settings) {
    if (rulesText == null) {
      Map<String, String> texts = folder.routeTexts();
      StringBuilder all = new StringBuilder();
      for (String file : Stage.files(Stage.DECIDE, texts)) {
        all.append(texts.get(file));
        NamedTexts.in(texts.get(file)).forEach(name -> all.append(folder.otherTexts().get(name)));
      }
      rulesText = all.toString();
    }
    Map<String, String> read = new HashMap<>(settings);
    read.keySet()
        .removeIf(name -> !rulesText.contains(name) && !rulesText.contains(withoutSource(name)));
    return read;
  }

  /** A source may have a setting of its own, with its name at the end. */
  private static String withoutSource(String name) {
    int end = name.lastIndexOf('.');
    return end < 0 ? name : name.substring(0, end);
  }

  /**
   * The rules of {@code alert}, for whoever closes them.
   *
   * @throws Exception when they cannot be run
   */
  Stage alerts() throws Exception {
    return remembered(
        () ->
            new Stage(
                Stage.ALERT, folder.routeTexts(), folder.otherTexts(), application, Map.of()));
  }

  /** Keeps an event that is not documented and that a rule is for. */
  void remember(Given event) {
    undocumented.add(event);
  }

  /** Such events, as far as they are known by now. */
  List<Given> undocumented() {
    return undocumented;
  }

  /** What events and scenarios have shown. */
  Looked looked() {
    return looked;
  }

  /** Why routes could not be set up, the first time; empty when all that was asked for could. */
  Optional<Problem> problem() {
    return failure == null
        ? Optional.empty()
        : Optional.of(
            folder.problemOf(
                failure, "the routes cannot be run, nor a scenario: " + StandIn.why(failure)));
  }

  private <T> T remembered(Callable<T> stage) throws Exception {
    try {
      return stage.call();
    } catch (Exception e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Without those that the application has as well. */
  private Map<String, String> different(Map<String, String> settings) {
    Map<String, String> different = new HashMap<>(settings);
    different
        .entrySet()
        .removeIf(
            one -> one.getValue().equals(application.getEnvironment().getProperty(one.getKey())));
    return different;
  }

  /**
   * Ends those with these settings, unless the application has the same: most ask for those, and
   * each takes memory.
   */
  void release(Map<String, String> settings) {
    Map<String, String> different = different(settings);
    if (!different.isEmpty()) {
      close(destinations.remove(different));
    }
    Map<String, String> read = read(different);
    if (!read.isEmpty()) {
      close(rules.remove(read));
    }
  }

  @Override
  public void close() {
    List.copyOf(rules.values()).forEach(Stages::close);
    List.copyOf(destinations.values()).forEach(Stages::close);
  }

  /** One that does not end keeps neither the others nor the check's result. */
  private static void close(AutoCloseable stage) {
    try {
      if (stage != null) {
        stage.close();
      }
    } catch (Exception e) {
      LOG.warn("What a check has set up did not end", e);
    }
  }
}
