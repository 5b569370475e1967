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
        "p/A+s?s&amp;w&quot;ö&lt;rd",
        "&#112;&#47;&#65;&#43;&#115;&#63;&#115;&#38;&#119;&#34;&#246;&#60;&#114;&#100;",
        "&#x70;&#x2f;&#x41;&#x2b;&#x73;&#x3f;&#x73;&#x26;&#x77;&#x22;&#xf6;&#x3c;&#x72;&#x64;",
        "702f412b733f73267722c3b63c7264",
        "702F412B733F73267722C3B63C7264"
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
