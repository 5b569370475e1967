package org.idwiseroutes.ops;

import java.util.List;
import org.idwiseroutes.doctor.Doctor;
import org.idwiseroutes.doctor.Finding;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/doctor}. */
@RestController
class DoctorApi {

  private final Doctor doctor;

  DoctorApi(Doctor doctor) {
    this.doctor = doctor;
  }

  /** What is wrong, and what to do; asks every configured system, without side effects. */
  @GetMapping("/api/doctor")
  Page<Finding> examine() {
    List<Finding> findings = doctor.examine();
    return new Page<>(findings, null);
  }
}
