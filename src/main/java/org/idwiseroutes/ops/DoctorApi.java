package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.idwiseroutes.doctor.Doctor;
import org.idwiseroutes.doctor.Finding;
import org.idwiseroutes.ops.HeavyWork.Run;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/doctor}. */
@RestController
class DoctorApi {

  private final Doctor doctor;
  private final HeavyWork heavy;

  DoctorApi(Doctor doctor, HeavyWork heavy) {
    this.doctor = doctor;
    this.heavy = heavy;
  }

  /**
   * What is wrong, and what to do; asks every configured system, without side effects. 409 while
   * other heavy work runs, 503 when it is given up.
   */
  @PostMapping("/api/doctor")
  Page<Finding> examine(HttpServletRequest request) {
    VisibleSources.requireAll();
    Run<List<Finding>> run =
        heavy.begin(HeavyWork.DOCTOR, request.getRemoteUser(), doctor::examine).join();
    if (run.error() != null) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE, "There is no answer: " + run.error());
    }
    return new Page<>(run.result(), null);
  }
}
