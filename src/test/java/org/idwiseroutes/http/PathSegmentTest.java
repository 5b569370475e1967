package org.idwiseroutes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        " .. ",
        "%2e",
        "%2E%2E",
        ".%2e",
        "%252e%252e",
        "%25252525252e",
        "../x",
        "x/../y",
        "..\\x",
        "x%2f..%2fy",
        "..;v=1",
        "..?x",
        "..#x",
        "a\nb",
        "a%00b"
      })
  void whatLeadsElsewhereIsRefused(String name) {
    assertThat(PathSegment.isSafe(name)).isFalse();
    assertThatThrownBy(() -> PathSegment.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "r-1, r-1",
    "a@b.example, a%40b.example",
    "a/b, a%2Fb",
    "a..b, a..b",
    "..., ...",
    "100%, 100%25",
    "%zz, %25zz",
    "Łódź, %C5%81%C3%B3d%C5%BA"
  })
  void everyOtherNameIsEncoded(String name, String segment) {
    assertThat(PathSegment.of(name)).isEqualTo(segment);
  }
}
