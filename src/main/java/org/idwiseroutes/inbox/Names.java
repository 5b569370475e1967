package org.idwiseroutes.inbox;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.ErasureTable.Kind;
import org.springframework.web.util.UriUtils;

/**
 * The ids that name a person within one source.
 *
 * @param journeys ids of journeys and of checks
 * @param references that belong to nobody else
 */
record Names(String source, Set<String> journeys, Set<String> references) {

  /** A shorter id stands in texts by chance. */
  private static final int SHORTEST_IN_TEXT = 4;

  private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{N}])";
  private static final String NO_WORD_AFTER = "(?![\\p{L}\\p{N}])";

  /** Of one event; an id that it has not is null. */
  static Names of(String source, String journey, String reference) {
    return new Names(
        source,
        journey == null ? Set.of() : Set.of(journey),
        reference == null ? Set.of() : Set.of(reference));
  }

  /**
   * Finds an id where it is a whole word. Signs that stand within references ({@code - _ @ +}, and
   * a dot before a letter or digit) end no word, so {@code 840-1} is not found in {@code 840-1-7}.
   */
  static Pattern wholeWord(String id) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}_@+-]|[\\p{L}\\p{N}]\\.)%s(?![\\p{L}\\p{N}_@+-]|\\.[\\p{L}\\p{N}])"
            .formatted(Pattern.quote(id)));
  }

  /** Whether the event belongs to this person. */
  boolean cover(Event event) {
    return event.source().equals(source)
        && (event.journeyKey() != null && journeys.contains(event.journeyKey())
            || event.referenceNo() != null && references.contains(event.referenceNo())
            || event.isUnreadable() && UnreadableBody.of(event.payload()).about(this).isPresent());
  }

  /** Whether {@link #remove} would change the text. */
  boolean areIn(String text) {
    Set<String> forms = forms(SHORTEST_IN_TEXT).keySet();
    return text != null
        && !forms.isEmpty()
        && any(forms, NO_WORD_BEFORE, NO_WORD_AFTER).matcher(text).find();
  }

  /** The forms in which an id may stand in a text: as it is, and encoded in a URL. */
  Collection<String> forms() {
    return forms(0).keySet();
  }

  /**
   * The text with marks in place of ids that stand there by themselves; those that are too short to
   * be told from other words stay.
   */
  String remove(String text, ErasureTable marks) {
    return replace(text, forms(SHORTEST_IN_TEXT), NO_WORD_BEFORE, NO_WORD_AFTER, marks);
  }

  /** The same, and short ids as well: for texts in which no other word is of use. */
  String removeAll(String text, ErasureTable marks) {
    return replace(text, forms(0), NO_WORD_BEFORE, NO_WORD_AFTER, marks);
  }

  /**
   * The same of an act of operators, which may be about another source: {@code source/id}, {@code
   * journeyId=id} and {@code referenceNo=id} count however short the id is.
   */
  String removeFromAct(String text, ErasureTable marks) {
    if (text == null || isOfAnotherSource(text)) {
      return text;
    }
    String whole =
        replace(
            text,
            forms(0),
            "(?<=^%s/|[ \\[](?:journeyId|referenceNo)=)".formatted(Pattern.quote(source)),
            "(?=$|[,\\]])",
            marks);
    return remove(whole, marks);
  }

  private boolean isOfAnotherSource(String text) {
    Matcher filter = Pattern.compile("[ \\[]source=([^,\\]]*)").matcher(text);
    if (filter.find()) {
      return !Set.of(source, "null").contains(filter.group(1));
    }
    return forms(0).keySet().stream()
        .anyMatch(form -> text.endsWith("/" + form) && !text.equals(source + "/" + form));
  }

  private String replace(
      String text, Map<String, Marked> forms, String before, String after, ErasureTable marks) {
    if (text == null || forms.isEmpty()) {
      return text;
    }
    return any(forms.keySet(), before, after)
        .matcher(text)
        .replaceAll(
            found -> {
              Marked id = forms.get(found.group());
              return marks.shortMark(id.kind(), source, id.id());
            });
  }

  private static Pattern any(Set<String> forms, String before, String after) {
    String any =
        forms.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(before + "(?:" + any + ")" + after);
  }

  private record Marked(Kind kind, String id) {}

  private Map<String, Marked> forms(int shortest) {
    Map<String, Marked> forms = new LinkedHashMap<>();
    journeys.forEach(id -> add(forms, new Marked(Kind.JOURNEY, id), shortest));
    references.forEach(id -> add(forms, new Marked(Kind.PERSON, id), shortest));
    return forms;
  }

  private static void add(Map<String, Marked> forms, Marked marked, int shortest) {
    if (marked.id().length() >= shortest) {
      forms.put(marked.id(), marked);
      forms.put(UriUtils.encode(marked.id(), StandardCharsets.UTF_8), marked);
    }
  }
}
