package org.idwiseroutes.routes;

import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/** Makes a route file, with the mappings and templates that it names, what runs. */
@Component
class RouteFileLoader {

  private final LoadedRoutes routes;
  private final RouteFolder folder;
  private final CredentialSettings credentials;
  private final CamelContext camel;

  RouteFileLoader(
      LoadedRoutes routes, RouteFolder folder, CredentialSettings credentials, CamelContext camel) {
    this.routes = routes;
    this.folder = folder;
    this.credentials = credentials;
    this.camel = camel;
  }

  /** Runs files of which nothing ran; one that cannot run is answered as broken. */
  List<RouteFile> load(RoutesSnapshot snapshot) {
    Map<String, YamlText> texts = new LinkedHashMap<>();
    Map<String, RouteFile> files = new TreeMap<>();
    snapshot.unreadable().forEach((name, why) -> files.put(name, RouteFile.broken(name, why, "")));
    files.keySet().removeIf(name -> !folder.isRouteFile(name));
    snapshot
        .routes()
        .forEach(
            (name, text) -> {
              try {
                texts.put(name, YamlText.read(text));
              } catch (RuntimeException e) {
                files.put(name, RouteFile.broken(name, words(e), text));
              }
            });
    credentials.learn(texts);
    texts.forEach((name, text) -> files.put(name, load(name, text, snapshot)));
    return List.copyOf(files.values());
  }

  private RouteFile load(String name, YamlText text, RoutesSnapshot snapshot) {
    try {
      routes.load(name, folder.location(name), forCamel(text, snapshot));
      return RouteFile.running(name, text.text());
    } catch (Exception e) {
      return RouteFile.broken(name, words(e), text.text());
    }
  }

  /**
   * Runs a file of a snapshot in place of what ran of it; that goes on when the new one cannot.
   *
   * @param between done when the old one has ended and the new one has not begun
   */
  RouteFile replace(String name, RoutesSnapshot snapshot, Runnable between) throws Exception {
    YamlText yaml = YamlText.read(snapshot.routes().get(name));
    credentials.learn(Map.of(name, yaml));
    routes.replace(name, folder.location(name), forCamel(yaml, snapshot), between);
    return RouteFile.running(name, yaml.text());
  }

  /**
   * A file as Camel gets it: what it names is text in Camel's registry ({@code ref:…}), so that
   * what is being edited shows only once it is taken over.
   *
   * @throws NoSuchFileException when something that it names is not there
   */
  private String forCamel(YamlText yaml, RoutesSnapshot snapshot) throws NoSuchFileException {
    String text = VerbatimSettings.in(yaml);
    Map<String, String> references = new HashMap<>();
    for (String name : NamedTexts.in(text)) {
      String content = snapshot.others().get(name);
      if (content == null) {
        throw new NoSuchFileException(folder.directory().resolve(name).toString());
      }
      String reference = name.replace('/', '.') + "." + Integer.toHexString(content.hashCode());
      camel.getRegistry().bind(reference, content);
      references.put(name, "ref:" + reference);
    }
    return NamedTexts.replace(text, references::get);
  }

  void remove(String name) throws Exception {
    routes.remove(name);
  }

  /** What is wrong, with all causes that say more. */
  static String words(Throwable thrown) {
    Throwable cause = thrown;
    StringBuilder words = new StringBuilder(String.valueOf(thrown.getMessage()));
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
      String message = cause.getMessage();
      if (message != null && words.indexOf(message) < 0) {
        words.append("; ").append(message);
      }
    }
    return words.toString();
  }
}
