package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.doctor.Doctor;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * {@code /console/doctor}: what was wrong with the systems around when an operator last asked, and
 * what to do about it.
 */
@Controller
class DoctorPage {

  private final Doctor doctor;
  private final HeavyWork heavy;

  DoctorPage(Doctor doctor, HeavyWork heavy) {
    this.doctor = doctor;
    this.heavy = heavy;
  }

  @GetMapping("/console/doctor")
  String show(Model model) {
    VisibleSources.requireAll();
    model.addAttribute("run", heavy.last(HeavyWork.DOCTOR));
    return "console/doctor";
  }

  @PostMapping("/console/doctor")
  String begin(HttpServletRequest request) {
    VisibleSources.requireAll();
    heavy.begin(HeavyWork.DOCTOR, request.getRemoteUser(), doctor::examine);
    return "redirect:/console/doctor";
  }
}
