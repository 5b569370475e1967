package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads a number that no number of Java's can hold, such as {@code 1e99999999999}, as the text that
 * it is. JSON allows it, so an event may have one, and the event counts all the same.
 */
final class HoldableNumbers extends JsonParserDelegate {

  private boolean text;

  HoldableNumbers(JsonParser json) {
    super(json);
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    text = token == JsonToken.VALUE_NUMBER_FLOAT && !isHoldable(super.getText());
    return text ? JsonToken.VALUE_STRING : token;
  }

  @Override
  public JsonToken currentToken() {
    return text ? JsonToken.VALUE_STRING : super.currentToken();
  }

  @Override
  public int currentTokenId() {
    return text ? JsonToken.VALUE_STRING.id() : super.currentTokenId();
  }

  private static boolean isHoldable(String number) {
    try {
      new BigDecimal(number);
      return true;
    } catch (ArithmeticException | NumberFormatException beyond) {
      return false;
    }
  }
}
