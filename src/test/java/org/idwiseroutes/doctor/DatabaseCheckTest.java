package org.idwiseroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseCheckTest {

  @ParameterizedTest
  @CsvSource({"12,false", "13,true", "18,true", "19,false"})
  void aVersionThatNobodyHasTestedIsTold(int major, boolean good) {
    Finding finding = DatabaseCheck.version(major);
    assertThat(finding.ok()).isEqualTo(good);
    assertThat(finding.toString()).contains("PostgreSQL " + major);
  }

  @ParameterizedTest
  @CsvSource({"'',false", "'ANY 1 (a, b)',true"})
  void aStandbyThatIsWantedHasToBeNamed(String names, boolean good) {
    assertThat(DatabaseCheck.survives(names).ok()).isEqualTo(good);
  }
}
