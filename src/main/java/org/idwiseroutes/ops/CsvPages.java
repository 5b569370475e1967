package org.idwiseroutes.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractGenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Lists as CSV (RFC 4180), in UTF-8, with a line of names: one column for each field of what is
 * listed. Lists within it stand in their column as JSON. What a spreadsheet would take for a
 * formula gets an apostrophe before it: references and reasons come from outside.
 */
class CsvPages extends AbstractGenericHttpMessageConverter<Page<?>> {

  private static final String FORMULA = "(?s)[=+\\-@\t\r\n].*";

  private static final CsvMapper CSV = new CsvMapper();

  private final ObjectMapper json;

  CsvPages(ObjectMapper json) {
    super(new MediaType("text", "csv", StandardCharsets.UTF_8));
    this.json = json;
  }

  @Override
  protected boolean supports(Class<?> type) {
    return Page.class.isAssignableFrom(type);
  }

  @Override
  public boolean canRead(Type type, Class<?> context, MediaType mediaType) {
    return false;
  }

  @Override
  protected void writeInternal(Page<?> page, Type type, HttpOutputMessage output)
      throws IOException {
    List<String> columns = columns(type);
    CsvSchema.Builder schema = CsvSchema.builder();
    columns.forEach(schema::addColumn);
    if (page.next() != null) {
      output.getHeaders().set("X-Next", page.next());
    }
    if (page.total() != null) {
      output.getHeaders().set("X-Total", page.total().toString());
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Object item : page.items()) {
      JsonNode fields = json.valueToTree(item);
      Map<String, String> row = new LinkedHashMap<>();
      columns.forEach(name -> row.put(name, cell(fields.path(name))));
      rows.add(row);
    }
    output.getBody().write(CSV.writer(schema.build().withHeader()).writeValueAsBytes(rows));
  }

  private static String cell(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    String text = value.isContainerNode() ? value.toString() : value.asText();
    return value.isTextual() && text.matches(FORMULA) ? "'" + text : text;
  }

  private static List<String> columns(Type type) {
    if (type instanceof ParameterizedType page
        && page.getActualTypeArguments()[0] instanceof Class<?> item
        && item.isRecord()) {
      return Arrays.stream(item.getRecordComponents())
          .filter(one -> !one.getAccessor().isAnnotationPresent(JsonIgnore.class))
          .map(RecordComponent::getName)
          .toList();
    }
    throw new IllegalArgumentException(type + " is no list that has columns");
  }

  @Override
  protected Page<?> readInternal(Class<? extends Page<?>> type, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("Nothing is read as CSV", input);
  }

  @Override
  public Page<?> read(Type type, Class<?> context, HttpInputMessage input) {
    throw new HttpMessageNotReadableException("Nothing is read as CSV", input);
  }
}
