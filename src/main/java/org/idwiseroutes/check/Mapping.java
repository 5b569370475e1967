package org.idwiseroutes.check;

import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a JSONata mapping, as far as its names go. */
final class Mapping {

  /** Patterns, texts, comments, functions that are called, variables, numbers and names. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)(?<=[(,]|[(,] )/(?:[^/\\\\\n]|\\\\.)+/[im]*|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|/\\*.*?\\*/"
              + "|\\$(?<called>\\w+)\\s*\\(|\\$\\w*|`(?<quoted>[^`]+)`"
              + "|(?<![\\w.])\\d[\\w.]*|(?<name>[A-Za-z_]\\w*)");

  private static final Pattern BOUND =
      Pattern.compile("\\$(\\w+)\\s*:=|function\\s*\\(([^)]*)\\)|[@#]\\$(\\w+)");

  private static final Pattern MADE = Pattern.compile("\"([^\"\\n]+)\"\\s*:");

  private static final Set<String> WORDS =
      Set.of("and", "or", "in", "function", "true", "false", "null");

  /** Functions of the product. */
  private static final Set<String> OWN = Set.of("setting");

  private final String text;

  Mapping(String text) {
    this.text = text;
  }

  /**
   * A word of it.
   *
   * @param line counted from 1
   */
  record Word(String text, int line) {}

  /** The functions that it calls and that nobody has made. */
  List<Word> unknownFunctions() {
    Set<String> bound = new TreeSet<>(OWN);
    Matcher found = BOUND.matcher(text);
    while (found.find()) {
      for (int i = 1; i <= found.groupCount(); i++) {
        if (found.group(i) != null) {
          bound.addAll(List.of(found.group(i).split("[\\s,$]+")));
        }
      }
    }
    return words("called").stream()
        .filter(word -> !bound.contains(word.text()) && !isBuiltIn(word.text()))
        .toList();
  }

  /** The names of fields that it reads and does not make itself. */
  List<Word> fields() {
    Set<String> made = new TreeSet<>(WORDS);
    MADE.matcher(text).results().forEach(key -> made.add(key.group(1)));
    List<Word> names = new ArrayList<>(words("name"));
    names.addAll(words("quoted"));
    return names.stream().filter(word -> !made.contains(word.text())).toList();
  }

  private List<Word> words(String kind) {
    List<Word> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      if (token.group(kind) != null) {
        long before = text.substring(0, token.start()).chars().filter(c -> c == '\n').count();
        words.add(new Word(token.group(kind), 1 + (int) before));
      }
    }
    return words;
  }

  private static boolean isBuiltIn(String name) {
    return Boolean.TRUE.equals(Jsonata.jsonata("$exists($" + name + ")").evaluate(null));
  }
}
