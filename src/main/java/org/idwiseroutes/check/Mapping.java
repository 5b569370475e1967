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

  private static final Pattern COLON = Pattern.compile("(?s)(?:\\s|/\\*.*?\\*/)*+:");

  private static final Set<String> WORDS =
      Set.of("and", "or", "in", "function", "true", "false", "null");

  /** As JSONata's documentation lists them (docs.jsonata.org), to say what was probably meant. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "string",
          "length",
          "substring",
          "substringBefore",
          "substringAfter",
          "uppercase",
          "lowercase",
          "trim",
          "pad",
          "contains",
          "split",
          "join",
          "match",
          "replace",
          "eval",
          "base64encode",
          "base64decode",
          "encodeUrlComponent",
          "encodeUrl",
          "number",
          "abs",
          "floor",
          "ceil",
          "round",
          "power",
          "sqrt",
          "random",
          "formatNumber",
          "formatBase",
          "formatInteger",
          "parseInteger",
          "sum",
          "max",
          "min",
          "average",
          "boolean",
          "not",
          "exists",
          "count",
          "append",
          "sort",
          "reverse",
          "shuffle",
          "distinct",
          "zip",
          "keys",
          "lookup",
          "spread",
          "merge",
          "sift",
          "each",
          "error",
          "assert",
          "type",
          "now",
          "millis",
          "fromMillis",
          "toMillis",
          "map",
          "filter",
          "single",
          "reduce");

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

  /**
   * A field that it makes.
   *
   * @param line counted from 1
   * @param end where the name ends in the text
   */
  record Key(String name, int line, int end) {}

  /** The fields that it makes: texts before a colon, first in an object or behind a comma. */
  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    char before = ' ';
    int from = 0;
    while (token.find()) {
      String gap = text.substring(from, token.start()).strip();
      before = gap.isEmpty() ? before : gap.charAt(gap.length() - 1);
      from = token.end();
      String word = token.group();
      boolean isText = word.startsWith("\"") || word.startsWith("'");
      boolean isFirst = before == '{' || before == ',';
      if (isText && isFirst && COLON.matcher(text).region(from, text.length()).lookingAt()) {
        keys.add(new Key(word.substring(1, word.length() - 1), line(token.start()), from - 1));
      }
      if (!word.startsWith("/*")) {
        before = ' ';
      }
    }
    return keys;
  }

  private int line(int place) {
    return 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
  }

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
        words.add(new Word(token.group(kind), line(token.start())));
      }
    }
    return words;
  }

  /** JSONata's functions of one word, and those of the product. */
  static Set<String> builtIn() {
    Set<String> names = new TreeSet<>(OWN);
    names.addAll(FUNCTIONS);
    return names;
  }

  private static boolean isBuiltIn(String name) {
    return Boolean.TRUE.equals(Jsonata.jsonata("$exists($" + name + ")").evaluate(null));
  }
}
