package org.idwiseroutes.console;

import org.idwiseroutes.ops.Page;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What a list finds, as a file for a spreadsheet. */
final class CsvFile {

  /** Rows of a file; what comes behind them is asked for by a narrower search. */
  static final int ROWS = 5_000;

  private CsvFile() {}

  /** The answer with this page of a list. */
  static <T> ResponseEntity<Page<T>> of(String name, Page<T> page) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/csv;charset=UTF-8"))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s.csv\"".formatted(name))
        .body(page);
  }
}
