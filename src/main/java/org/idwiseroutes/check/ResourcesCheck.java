package org.idwiseroutes.check;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.idwiseroutes.routes.NamedTexts;
import org.springframework.stereotype.Component;

/**
 * Mappings and templates that routes name are there; mappings are JSONata and call functions that
 * there are.
 */
@Component
class ResourcesCheck implements RouteCheck {

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    Set<String> there = new TreeSet<>(folder.texts("", "").keySet());
    folder.problems().forEach(unreadable -> there.add(unreadable.file()));
    folder
        .routeTexts()
        .forEach(
            (file, text) -> {
              String[] lines = text.split("\n", -1);
              for (int i = 0; i < lines.length; i++) {
                for (String name : NamedTexts.in(lines[i])) {
                  if (!there.contains(name)) {
                    problems.add(
                        new Problem(
                            file,
                            i + 1,
                            "there is no file %s%s"
                                .formatted(
                                    name,
                                    Similar.toFile(name, there)
                                        .map("; probably meant: %s"::formatted)
                                        .orElse(""))));
                  }
                }
              }
            });
    folder.texts("", ".jsonata").forEach((file, text) -> mapping(file, text, problems));
    return problems;
  }

  private static void mapping(String file, String text, List<Problem> problems) {
    new Mapping(text)
        .unknownFunctions()
        .forEach(
            word ->
                problems.add(
                    new Problem(
                        file,
                        word.line(),
                        "there is no function $%s%s"
                            .formatted(
                                word.text(),
                                Similar.to(word.text(), Mapping.builtIn())
                                    .map("; probably meant: $%s"::formatted)
                                    .orElse("")))));
    try {
      Jsonata.jsonata(text);
    } catch (JException e) {
      int end = Math.max(0, Math.min(e.getLocation(), text.length()));
      int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
      problems.add(new Problem(file, line, "it is no JSONata: " + e.getMessage()));
    }
  }
}
