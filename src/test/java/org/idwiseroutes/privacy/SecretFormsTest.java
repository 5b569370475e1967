package org.idwiseroutes.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormsTest {

  private static final String SECRET = "p/A+s?s&w\"ö<rd";

  private final SecretForms forms = new SecretForms(List.of(SECRET, "kurz", "ab"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p/A+s?s&w\"ö<rd",
        "p%2FA%2Bs%3Fs%26w%22%C3%B6%3Crd",
        "p%2fA%2bs%3fs%26w%22%c3%b6%3crd",
        "p/A+s?s&w\\\"ö<rd",
        "p\\/A+s?s&w\\\"ö<rd",
        "p/A+s?s&w\\\"\\u00f6<rd",
        "p/A+s?s&amp;w&quot;ö&lt;rd"
      })
  void itIsFoundInEachForm(String form) {
    assertThat(forms.hide("before " + form + " behind")).isEqualTo("before ****** behind");
  }

  @Test
  void itIsFoundInBase64WhateverStandsBeforeAndBehind() {
    for (String before : List.of("", "a", "ab", "user:", "\0user\0")) {
      for (String behind : List.of("", ":", "::")) {
        byte[] bytes = (before + SECRET + behind).getBytes(StandardCharsets.UTF_8);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          assertThat(forms.hide("<" + encoder.encodeToString(bytes) + ">")).isEqualTo("<******>");
        }
      }
    }
  }

  @Test
  void aShortOneIsHiddenAsAWholeWordAlone() {
    assertThat(forms.hide("kurz, (kurz) verkurzt kurze"))
        .isEqualTo("******, (******) verkurzt kurze");
    assertThat(forms.hide("ab")).isEqualTo("ab");
  }

  @Test
  void oneThatIsCutOffAtTheEndIsHidden() {
    assertThat(forms.hide("it said p/A+s?s&…")).isEqualTo("it said ******…");
    assertThat(forms.hide("it said p/A+")).isEqualTo("it said p/A+");
  }
}
