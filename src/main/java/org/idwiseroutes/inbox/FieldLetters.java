package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives fields the letters that are meant: {@code Event} becomes {@code event}. Only names of
 * fields change, and only where one field alone can be meant; every other character stays as it was
 * sent.
 */
final class FieldLetters {

  /** Where the name of a field stands, with its quotation marks. */
  private record Place(int start, int end) {}

  private FieldLetters() {}

  /**
   * The text with these fields of its outermost object written as here.
   *
   * @throws UnreadableBodyException when the text is not JSON, or no object
   */
  static String corrected(String text, String... names) throws UnreadableBodyException {
    Map<String, List<Place>> fields = fields(text);
    Map<Place, String> changes =
        new TreeMap<>((one, other) -> Integer.compare(other.start(), one.start()));
    for (String name : names) {
      List<Place> similar =
          fields.entrySet().stream()
              .filter(field -> field.getKey().strip().equalsIgnoreCase(name))
              .flatMap(field -> field.getValue().stream())
              .toList();
      if (!fields.containsKey(name) && similar.size() == 1) {
        changes.put(similar.get(0), name);
      }
    }
    StringBuilder corrected = new StringBuilder(text);
    changes.forEach(
        (place, name) -> corrected.replace(place.start(), place.end(), "\"" + name + "\""));
    return corrected.toString();
  }

  private static Map<String, List<Place>> fields(String text) throws UnreadableBodyException {
    return EventJson.parsed(
        text,
        json -> {
          Map<String, List<Place>> fields = new HashMap<>();
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            int start = (int) json.currentTokenLocation().getCharOffset();
            fields
                .computeIfAbsent(json.currentName(), name -> new ArrayList<>())
                .add(new Place(start, end(text, start)));
            json.nextToken();
            json.skipChildren();
          }
          return fields;
        });
  }

  /** Behind the quotation mark that ends the name; one after a backslash does not. */
  private static int end(String text, int start) {
    int i = start + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
