package org.idwiseroutes.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Makes a route file, with the mappings and templates that it names, what runs. */
@Component
class RouteFileLoader {

  private final LoadedRoutes routes;
  private final TakenTexts taken;
  private final RouteFolder folder;
  private final CredentialSettings credentials;

  RouteFileLoader(
      LoadedRoutes routes, TakenTexts taken, RouteFolder folder, CredentialSettings credentials) {
    this.routes = routes;
    this.taken = taken;
    this.folder = folder;
    this.credentials = credentials;
  }

  /** Runs files of which nothing ran; one that cannot run is answered as broken. */
  List<RouteFile> load(List<Path> paths) {
    Map<String, YamlText> texts = new LinkedHashMap<>();
    Map<String, RouteFile> files = new LinkedHashMap<>();
    for (Path path : paths) {
      String name = folder.name(path);
      String text = "";
      try {
        text = Files.readString(path);
        texts.put(name, YamlText.read(text));
      } catch (IOException | RuntimeException e) {
        files.put(name, new RouteFile(name, words(e), null, text));
      }
    }
    credentials.learn(texts);
    texts.forEach((name, text) -> files.put(name, load(name, text)));
    return List.copyOf(files.values());
  }

  private RouteFile load(String name, YamlText text) {
    try {
      routes.load(name, folder.location(name), forCamel(text));
      return new RouteFile(name, null, null, text.text());
    } catch (Exception e) {
      return new RouteFile(name, words(e), null, text.text());
    }
  }

  /** Runs a text in place of what ran of a file; what ran goes on when it cannot. */
  RouteFile replace(String name, String text) throws Exception {
    YamlText yaml = YamlText.read(text);
    credentials.learn(Map.of(name, yaml));
    routes.replace(name, folder.location(name), forCamel(yaml));
    return new RouteFile(name, null, null, text);
  }

  private String forCamel(YamlText text) throws IOException {
    return taken.take(VerbatimSettings.in(text), folder.directory());
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
