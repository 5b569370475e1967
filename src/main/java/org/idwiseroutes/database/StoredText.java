package org.idwiseroutes.database;

/** Text as every database takes it. */
public final class StoredText {

  private static final char UNKNOWN = '\uFFFD';

  private StoredText() {}

  /**
   * The beginning of a text, without what PostgreSQL refuses.
   *
   * @param text may be null, which stays null
   * @param longest of what is answered, in UTF-16 units; no character is cut in half
   * @return the text with U+FFFD in the place of each NUL and of each half of a character
   */
  public static String of(String text, int longest) {
    if (text == null) {
      return null;
    }
    StringBuilder whole = new StringBuilder(Math.min(text.length(), longest));
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      int length = Character.charCount(character);
      if (whole.length() + length > longest) {
        break;
      }
      boolean refused =
          character == 0 || length == 1 && Character.getType(character) == Character.SURROGATE;
      whole.appendCodePoint(refused ? UNKNOWN : character);
      i += length;
    }
    return whole.toString();
  }
}
